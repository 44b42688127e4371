namespace Panoptes.PseudoLabels.Alignment;

/// <summary>How the class of an instance is chosen among those of its pixels.</summary>
public enum AlignmentRule
{
    /// <summary>The most frequent one, the lowest where several are; void does not vote.</summary>
    LowestId,

    /// <summary>
    /// As the released code does, for comparison with it: class 0 votes as 255 and loses every tie, 255 becomes 0 everywhere, and the
    /// smallest instance id of an image is taken for background, whichever it is.
    /// </summary>
    Released,
}
