using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Tests.Atlas;

/// <summary>Scenes of patches as images of an atlas.</summary>
public sealed record PatchFrames(IReadOnlyList<PatchScene> Scenes) : IAtlasFrames
{
    /// <summary>Images with every kind of error that maps can have.</summary>
    public static PatchFrames WithErrors
    {
        get
        {
            var ground = new Patch(0, 0, 96, 64, 2, false);
            Patch At(int x, int y, int known = 0, int width = 12) => new(x, y, width, 12, known, false);
            return new PatchFrames(
            [
                new(96, 64, [ground, At(2, 2), At(14, 2), At(40, 2, width: 24)], [ground, At(2, 2, width: 24), At(40, 2), At(52, 2)]),
                new(96, 64, [ground, At(2, 2), At(40, 2), At(60, 40, 1)], [ground, At(2, 2, 1), At(44, 2), At(20, 30, 1)]),
                new(96, 64, [ground, At(8, 8)], [ground, At(8, 8)]),
            ]);
        }
    }

    /// <summary>Names that would break out of a page, where they are not escaped.</summary>
    public IReadOnlyList<AtlasClass> Classes { get; init; } =
        [new(7, "car", new Rgb(0, 0, 142)), new(8, "<b>bus\" &", new Rgb(0, 60, 100)), new(9, "road", new Rgb(128, 64, 128)), new(
            10, "never", new Rgb(1, 2, 3))];

    public int Count => Scenes.Count;

    public int MostThreads { get; init; } = 4;

    public bool AreRegions => false;

    public IReadOnlyList<ScoreInput> Inputs => [new("gt", "labels/<i>", "abc")];

    public IReadOnlyList<string> Remarks => ["a <remark>"];

    public IReadOnlyList<ScoredClass> Scores { get; init; } = [];

    public AtlasFrame Read(int index) => Scenes[index].Frame() with { Name = $"street {index}.png" };
}
