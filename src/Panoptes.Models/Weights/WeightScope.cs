namespace Panoptes.Models.Weights;

/// <summary>What is taken from a weight file.</summary>
public enum WeightScope
{
    /// <summary>Everything that fits.</summary>
    All,

    /// <summary>The backbone's weights; heads keep theirs.</summary>
    Backbone,
}
