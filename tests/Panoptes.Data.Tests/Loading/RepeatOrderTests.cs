using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Tests.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Loading;

[Collection("tensors")]
public sealed class RepeatOrderTests : IDisposable
{
    private static readonly MadeUpSegment Car = new(MadeUpSegments.Car, new PixelRectangle(0, 0, 2, 2));
    private static readonly MadeUpSegment Person = new(MadeUpSegments.Person, new PixelRectangle(4, 0, 6, 2));
    private static readonly MadeUpSegments Data = new(8, 8, [[Car], [], [Car, Person], [Car], []]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_loader_draws_rare_images_more_often_and_from_any_step_the_same()
    {
        var config = new SamplerConfig { Kind = SamplerKind.RepeatFactor };
        var expected = Steps(config, 0, 40, 0, 1);
        Assert.Equal(expected[120..], Steps(config, 30, 10, 0, 1));
        Assert.Equal([0, 2, 3], expected.Distinct().Order());
        Assert.InRange(expected.Count(image => image == 2), 1.2 * expected.Count(image => image == 0), double.MaxValue);
    }

    [Fact]
    public void Processes_take_turns()
    {
        var config = new SamplerConfig { Kind = SamplerKind.RepeatFactor };
        var (first, second) = (Steps(config, 0, 5, 0, 2), Steps(config, 0, 5, 1, 2));
        Assert.Equal(Steps(config, 0, 10, 0, 1), first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second }));
    }

    [Fact]
    public void Images_without_objects_are_skipped_by_turns_too() => Assert.Equal(
        [0, 2, 3], Steps(new SamplerConfig { SkipEmpty = true }, 0, 3, 0, 1).Take(3).Order());

    [Fact]
    public void Classes_that_no_image_has_are_said()
    {
        var said = new List<string>();
        Sampling(new SamplerConfig { Kind = SamplerKind.RepeatFactor, IncludeStuff = false }, said.Add);
        Assert.Empty(said);
        Sampling(new SamplerConfig { Kind = SamplerKind.RepeatFactor }, said.Add);
        var line = Assert.Single(said);
        Assert.StartsWith("made up: no image of ", line);
        Assert.DoesNotContain("car", line);
        Assert.Contains("road", line);
    }

    [Fact]
    public void Labels_without_objects_are_refused() => Assert.Contains(
        "neither segments nor objects", Assert.Throws<InputException>(() => CropSampling.Open(
            new Targets.RecordedDataset(3, _ => (8, 8), SampleParts.Semantic), new SamplerConfig { Kind = SamplerKind.RepeatFactor },
            new SegmentIndexStore(folder["index"]))).Message);

    [Fact]
    public void Labels_of_images_that_are_learned_from_without_are_never_read()
    {
        var data = new MadeUpSegments(8, 8, [[Car], [Person]]) { Available = SampleParts.Image | SampleParts.Segments };
        var seen = new PartsSeen(data);
        using var loader = new BatchLoader(
            seen, new AugmentationConfig { Crop = [8, 8], CatMaxRatio = 0.75 }, new LoaderConfig { Workers = 0 }, 2, seed: 1,
            parts: SampleParts.Image);
        using var scope = TensorScope.Open();
        using var batch = loader.Take(0);
        Assert.Equal(SampleParts.Image, seen.Parts);
    }

    private CropSampling Sampling(SamplerConfig config, Action<string>? warn = null) =>
        CropSampling.Open(Data, config, new SegmentIndexStore(folder["index"]), new SegmentIndexOptions { Warn = warn });

    private int[] Steps(SamplerConfig config, int from, int count, int rank, int world)
    {
        using var loader = new BatchLoader(
            Data, new AugmentationConfig { Crop = [8, 8], CatMaxRatio = 1 }, new LoaderConfig { Workers = 0 }, 4, seed: 2,
            rank: rank, world: world, parts: SampleParts.Image | SampleParts.Segments, sampling: Sampling(config));
        var drawn = new List<int>();
        for (var step = from; step < from + count; step++)
        {
            using var scope = TensorScope.Open();
            using var batch = loader.Take(step);
            drawn.AddRange(batch.Samples.Select(sample => sample.Index));
        }

        return [.. drawn];
    }

    private sealed class PartsSeen(IDataset data) : IDataset
    {
        public SampleParts Parts { get; private set; }

        public string Name => data.Name;

        public int Count => data.Count;

        public Panoptes.Data.Classes.ClassTable Classes => data.Classes;

        public IReadOnlyList<string> Notes => [];

        public SampleParts Available => SampleParts.All;

        public SampleFiles Files(int index) => data.Files(index);

        public Sample Load(int index, SampleParts parts = SampleParts.All)
        {
            Parts |= parts;
            return data.Load(index, parts);
        }
    }
}
