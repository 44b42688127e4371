using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Instances;

/// <summary>What overlaps are measured on.</summary>
public enum OverlapKind
{
    /// <summary>Masks.</summary>
    Mask,

    /// <summary>Boxes.</summary>
    Box,

    /// <summary>The lesser of the masks' IoU and that of their boundaries (Cheng et al. 2021), bands of 2 % of the diagonal.</summary>
    Boundary,
}

/// <summary>A range of areas in pixels, both limits inclusive.</summary>
/// <param name="Name">all, small, medium or large.</param>
/// <param name="Low">Smallest area.</param>
/// <param name="High">Largest area.</param>
public sealed record AreaRange(string Name, double Low, double High);

/// <summary>How average precision is computed; the defaults are pycocotools'.</summary>
public sealed record InstanceOptions
{
    /// <summary>What overlaps are measured on.</summary>
    public OverlapKind Overlap { get; init; } = OverlapKind.Mask;

    /// <summary>Whether pycocotools' traps are kept.</summary>
    public ScoringRules Rules { get; init; }

    /// <summary>IoU thresholds, ascending; numpy.linspace(.5, .95, 10).</summary>
    public IReadOnlyList<double> IoUThresholds { get; init; } = Linspace(.5, .95, 10);

    /// <summary>Recall thresholds, ascending; numpy.linspace(0, 1, 101).</summary>
    public IReadOnlyList<double> RecallThresholds { get; init; } = Linspace(0, 1, 101);

    /// <summary>How many detections an image and category may have, in any order.</summary>
    public IReadOnlyList<int> MaxDetections { get; init; } = [1, 10, 100];

    /// <summary>Ranges of areas; the first is the one that counts everything.</summary>
    public IReadOnlyList<AreaRange> AreaRanges { get; init; } =
        [new("all", 0, 1e10), new("small", 0, 32 * 32), new("medium", 32 * 32, 96 * 96), new("large", 96 * 96, 1e10)];

    /// <summary>Whether categories are told apart; where not, everything is one.</summary>
    public bool UseCategories { get; init; } = true;

    /// <summary>Only these images; null for all of the ground truth.</summary>
    public IReadOnlyList<long>? Images { get; init; }

    /// <summary>Only these categories; null for all of the ground truth.</summary>
    public IReadOnlyList<long>? Categories { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told how many of how many images are done, from any thread; null tells nobody.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Whether every match in the first area range is kept, for inspection.</summary>
    public bool KeepMatches { get; init; }

    // numpy: step = (stop - start) / (n - 1); values start + i * step; the last one is stop itself.
    private static double[] Linspace(double start, double stop, int count)
    {
        var step = (stop - start) / (count - 1);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (i * step) + start;
        }

        values[^1] = stop;
        return values;
    }
}
