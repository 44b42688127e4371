namespace Panoptes.Data.Findings;

/// <summary>The sorts of findings that take more than one sample, or a limit, to be seen.</summary>
public static class FindingKinds
{
    /// <summary>The same file in another split.</summary>
    public const string Leak = "copy in another split";

    /// <summary>Nearly the same picture in another split.</summary>
    public const string NearLeak = "near copy in another split";

    /// <summary>The same file again in the split.</summary>
    public const string Copy = "duplicate";

    /// <summary>Nearly the same picture again in the split.</summary>
    public const string NearCopy = "near duplicate";

    /// <summary>Labels that are void for the most part.</summary>
    public const string Void = "much void";

    /// <summary>A class that only one split has.</summary>
    public const string OneSplit = "class of one split";

    /// <summary>Labels that a model contradicts.</summary>
    public const string Disagreement = "model disagrees";

    /// <summary>A prediction that is missing or cannot be held against the labels.</summary>
    public const string NoPrediction = "no prediction";

    /// <summary>Labels that lie beside what the image shows.</summary>
    public const string Misplaced = "labels misplaced";
}
