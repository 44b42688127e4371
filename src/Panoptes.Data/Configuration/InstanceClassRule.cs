namespace Panoptes.Data.Configuration;

/// <summary>Which of the clusters inside an object's mask is the object's class.</summary>
public enum InstanceClassRule
{
    /// <summary>The one with the most pixels, the lowest id where several have them; void does not vote.</summary>
    Mode,

    /// <summary>The largest id, void included, as CUPS has it: one void pixel makes an object one of no class.</summary>
    Largest,
}
