using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Collectives;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Collectives;
using Panoptes.Training.Tests.Engine;
using Panoptes.Training.Tests.Masks;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>Processes that share the images of an evaluation find what one does.</summary>
public sealed class SharedEvaluationTests
{
    private const int Images = 7;
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(64, 48, 3), Images);
    private static readonly EvaluationConfig Config = new() { WorstImages = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(Images + 2)]
    public void Every_process_finds_what_one_finds_of_all_kinds_and_of_the_teacher(int processes)
    {
        using var student = new TinyMaskNetwork(Scenes.Classes.Count, 8);
        using var teacher = new TinyMaskNetwork(Scenes.Classes.Count, 8);
        var kinds = EvaluationKind.For(Scenes.Classes);
        var whole = new Evaluator(Scenes, Config, kinds).Evaluate(OfMasks(student), teacher: OfMasks(teacher));
        var expected = ResultText.Of(whole);
        Assert.Equal(Images, whole.Teacher!.Images);
        Assert.NotEqual(ResultText.Of(whole.Kinds), ResultText.Of(whole.Teacher.Kinds));

        var outcomes = TakingTurns.Run(processes, collective => new Evaluator(Scenes, Config, kinds, collective)
            .Evaluate(OfMasks(student), teacher: OfMasks(teacher)));
        Assert.All(outcomes, outcome => Assert.Null(outcome.Error));
        Assert.All(outcomes, outcome => Assert.Equal(expected, ResultText.Of(outcome.Result)));
        Assert.Single(outcomes.Select(outcome => (outcome.Result!.Seconds, outcome.Result.Teacher!.Seconds)).Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_loss_has_the_digits_of_one_process(int batch)
    {
        var dataset = new MemoryDataset(Images, 4, size: _ => (24, 20));
        using var model = new PointwiseSegmenter(4);
        var config = Config with { BatchSize = batch };
        var expected = ResultText.Of(new Evaluator(dataset, config).Evaluate(OfLogits(model)));
        var outcomes = TakingTurns.Run(3, collective => new Evaluator(dataset, config, collective: collective).Evaluate(OfLogits(model)));
        Assert.All(outcomes, outcome => Assert.Equal(expected, ResultText.Of(outcome.Result)));
        Assert.NotNull(outcomes[0].Result!.Find("loss"));
    }

    [Fact]
    public void Progress_is_told_of_the_whole()
    {
        using var model = new TinySegmenter(Scenes.Classes.Count);
        var told = TakingTurns.Run(3, collective =>
        {
            var seen = new List<(int Done, int Of)>();
            new Evaluator(Scenes, Config, collective: collective).Evaluate(OfLogits(model), (done, of) => seen.Add((done, of)));
            return seen;
        });
        Assert.Equal([(3, 7), (6, 7), (7, 7)], told[0].Result!);
        Assert.Equal([(3, 7), (6, 7)], told[1].Result!);
        Assert.Equal(told[1].Result, told[2].Result);
    }

    [Fact]
    public void Where_one_process_cannot_read_its_images_none_waits_for_it()
    {
        using var model = new TinySegmenter(Scenes.Classes.Count);
        var outcomes = TakingTurns.Run(3, collective => new Evaluator(new Broken(4), Config, collective: collective).Evaluate(
            OfLogits(model)));
        Assert.Equal("scene 4", Assert.IsType<InputException>(outcomes[1].Error).Source);
        foreach (var outcome in new[] { outcomes[0], outcomes[2] })
        {
            var error = Assert.IsType<InputException>(outcome.Error);
            Assert.Equal("process 1", error.Source);
            Assert.Contains("scene 4", error.Message);
        }
    }

    [Fact]
    public void Where_one_process_gives_up_all_do()
    {
        using var model = new TinySegmenter(Scenes.Classes.Count);
        var outcomes = TakingTurns.Run(2, collective => new Evaluator(Scenes, Config, collective: collective).Evaluate(
            OfLogits(model), stop: new CancellationToken(canceled: collective.Rank == 1)));
        Assert.All(outcomes, outcome => Assert.IsAssignableFrom<OperationCanceledException>(outcome.Error));
    }

    [Fact]
    public void A_single_process_gathers_its_own_bytes() =>
        Assert.Equal([[1, 2, 3]], new SingleProcess().Gather([1, 2, 3]));

    private static Predictor OfLogits(Segmenter model) => new(model, Config, Normalization.ImageNet);

    private static Predictor OfMasks(Segmenter model) => new(
        model, Config, Normalization.ImageNet, reading: new ReadingOptions(
            Scenes.Classes.Things.ToHashSet(), new PanopticOptions { ObjectScore = 0, Overlap = 0 }, 10));

    /// <summary>The scenes, one of which cannot be read.</summary>
    private sealed class Broken(int which) : IDataset
    {
        public string Name => Scenes.Name;

        public int Count => Scenes.Count;

        public ClassTable Classes => Scenes.Classes;

        public IReadOnlyList<string> Notes => [];

        public SampleParts Available => Scenes.Available;

        public SampleFiles Files(int index) => Scenes.Files(index);

        public Sample Load(int index, SampleParts parts = SampleParts.All) => index != which
            ? Scenes.Load(index, parts)
            : throw new InputException($"scene {index}", "noise", "a scene", "draw it again");
    }
}
