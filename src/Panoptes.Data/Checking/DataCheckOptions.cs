namespace Panoptes.Data.Checking;

/// <summary>How a data set is checked.</summary>
public sealed record DataCheckOptions
{
    /// <summary>The splits to check; all there are where empty.</summary>
    public IReadOnlyList<string> Splits { get; init; } = [];

    /// <summary>Threads to use; all cores where 0.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Share of void from which an image counts as nearly empty, and (over a whole split) is worth a warning at half of it.
    /// </summary>
    public double NearlyEmpty { get; init; } = 0.99;

    /// <summary>Told (split, samples done, samples in all), from any thread.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Told of every finding as it is made, from any thread but one at a time; the result holds them sorted.</summary>
    public Action<DataFinding>? Finding { get; init; }
}
