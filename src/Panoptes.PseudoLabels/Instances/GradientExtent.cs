namespace Panoptes.PseudoLabels.Instances;

/// <summary>Over which pixels the gradient of depth is taken.</summary>
public enum GradientExtent
{
    /// <summary>Inside the mask of the class: what lies behind an object does not eat into it, and thin objects live.</summary>
    Mask,

    /// <summary>
    /// Over the whole image: an object before something far loses two pixels all round, and one up to four pixels wide is lost. The plain
    /// reading of the text, for comparison.
    /// </summary>
    Image,
}
