using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>How an atlas is made.</summary>
public sealed record AtlasOptions
{
    /// <summary>The limits by which fates are told.</summary>
    public AtlasRules Rules { get; init; } = new();

    /// <summary>How many of the largest errors of every kind and class are kept; all are counted.</summary>
    public int Kept { get; init; } = 50;

    /// <summary>How many of the worst and of the best images are kept.</summary>
    public int Images { get; init; } = 12;

    /// <summary>Whether images are ranked by their share of right pixels; else by panoptic quality over all their segments.</summary>
    public bool RanksByPixels { get; init; }

    /// <summary>Worker threads; each holds one image.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told how many of how many images are done, from any thread; null tells nobody.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="InputException">One lies outside its range.</exception>
    public AtlasOptions Checked()
    {
        Require.Within("--bounded-iou", Rules.BoundedIoU, AtlasRules.Match, 1);
        Require.Within("--bounded-edge", Rules.BoundedEdge, 0, 1);
        Require.AtLeast("--least-area", Rules.LeastArea, 0);
        Require.AtLeast("--keep", Kept, 1);
        return this;
    }
}
