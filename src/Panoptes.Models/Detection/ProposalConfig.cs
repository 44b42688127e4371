namespace Panoptes.Models.Detection;

/// <summary>Settings of a region proposal network (Ren et al. 2015) on a pyramid's maps p2 to p6.</summary>
public sealed record ProposalConfig
{
    /// <summary>The side of a square anchor on each map, in pixels.</summary>
    public IReadOnlyList<double> AnchorSizes { get; init; } = [32, 64, 128, 256, 512];

    /// <summary>Height by width of the anchors at every position; areas are alike.</summary>
    public IReadOnlyList<double> AspectRatios { get; init; } = [0.5, 1, 2];

    /// <summary>The likeliest anchors of each map that go on, in training.</summary>
    public int CandidatesInTraining { get; init; } = 2000;

    /// <summary>The likeliest anchors of each map that go on, in evaluation.</summary>
    public int Candidates { get; init; } = 1000;

    /// <summary>The most proposals of an image in training.</summary>
    public int MostInTraining { get; init; } = 1000;

    /// <summary>The most proposals of an image in evaluation.</summary>
    public int Most { get; init; } = 1000;

    /// <summary>Of two proposals of one map that overlap by more than this, the less likely goes.</summary>
    public double Overlap { get; init; } = 0.7;
}
