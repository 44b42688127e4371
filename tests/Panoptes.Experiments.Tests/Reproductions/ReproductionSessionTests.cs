using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Reproductions;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Reproductions;

[Collection(TensorEngine.Name)]
public sealed class ReproductionSessionTests : IDisposable
{
    private const string Plan = """
        title: Two rates
        scenes: {images: 8, height: 64, width: 96, held_out: 0.25}
        networks: [{name: net, title: Net, config: net.yaml}]
        arms:
          - {name: slow, title: slow}
          - {name: fast, title: fast, set: [train.optimizer.learning_rate=1e-2]}
        seeds: [0, 1]
        quick: {seeds: 1, set: [train.steps=1]}
        metrics: [mean_iou]
        pictures: {against: slow, arm: fast}
        claims: [{text: Fast is better, arm: fast, against: slow, metric: mean_iou}]
        """;

    private const string Net = """
        model: {name: segformer_b0}
        augmentation: {crop: [64, 64]}
        loader: {workers: 0}
        train: {steps: 2, batch_size: 2, threads: 1, log_every: 1, checkpoint: {every: 1}, evaluation: {every: 2}}
        report: {images: 0, tensor_board: false, batch_samples: 0}
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string file;
    private readonly StringWriter output = new();
    private IReadOnlyList<RunComparison> pictures = [];

    public ReproductionSessionTests()
    {
        file = Path.Combine(folder.Path, "plan.yaml");
        File.WriteAllText(file, Plan);
        File.WriteAllText(Path.Combine(folder.Path, "net.yaml"), Net);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_cell_is_trained_once_and_what_is_missing_again()
    {
        var results = new List<ReproductionResult>();
        Assert.Equal(0, Run(Read(), results));
        Assert.Equal([1, 2, 3, 4, 4], results.Select(result => result.Cells.Count));
        Assert.Equal(["slow 0", "fast 0", "slow 1", "fast 1"], results[^1].Cells.Select(cell => $"{cell.Arm} {cell.Seed}"));
        Assert.All(results[^1].Cells, cell => Assert.InRange(cell.Of("mean_iou"), 0, 1));
        Assert.NotEqual(Verdict.Open, Assert.Single(results[^1].Claims).Verdict);
        Assert.Equal(["slow-s0", "fast-s0"], Assert.Single(pictures).Runs.Select(run => run.Folder.Name));

        // Taken away: the result of one cell, and another cell as a whole.
        var runs = Path.Combine(folder.Path, "out", "runs", "net");
        File.Delete(Path.Combine(runs, "fast-s0", "evaluation", "test.json"));
        Directory.Delete(Path.Combine(runs, "slow-s1"), recursive: true);
        var kept = File.GetLastWriteTimeUtc(Path.Combine(runs, "slow-s0", "evaluation", "test.json"));
        var again = new List<ReproductionResult>();
        Assert.Equal(0, Run(Read(), again));
        Assert.Equal(
            results[^1].Cells.Select(cell => cell.Of("mean_iou")), again[^1].Cells.Select(cell => cell.Of("mean_iou")));
        Assert.Equal(kept, File.GetLastWriteTimeUtc(Path.Combine(runs, "slow-s0", "evaluation", "test.json")));
        Assert.Contains("Fast is better", File.ReadAllText(Path.Combine(folder.Path, "out", "result.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_look_may_leave_ways_out_with_what_is_claimed_of_them()
    {
        var config = Read();
        var quick = (config with { Quick = config.Quick with { Arms = ["slow"] } }).ForQuick();

        Assert.Equal(["slow"], quick.Arms.Select(arm => arm.Name));
        Assert.Empty(quick.Claims);
        Assert.NotEmpty(config.ForQuick().Claims);
        Assert.Null(quick.Pictures);
        config = config with
        {
            Arms = [config.Arms[0], config.Arms[1] with { Teacher = "slow" }],
            Quick = config.Quick with { Arms = ["fast"] },
        };
        Assert.Contains("fast without slow, its teacher", Assert.Throws<InputException>(config.Validate).Message);
    }

    [Fact]
    public void What_is_set_for_all_trainings_wins_over_a_way_to_train()
    {
        var config = Read() with { Set = ["train.optimizer.learning_rate=5e-3", "train.steps=2"] };
        Assert.Equal(0, Run(config.ForQuick(), []));
        foreach (var arm in new[] { "slow", "fast" })
        {
            var run = RunFolder.Existing(Path.Combine(folder.Path, "out", "runs", "net", $"{arm}-s0")).ReadConfig([]);
            Assert.Equal((5e-3, 1), (run.Train.Optimizer.LearningRate, run.Train.Steps));
        }
    }

    [Fact]
    public void Labels_that_are_made_for_a_way_are_trained_on_and_its_course_is_kept()
    {
        File.WriteAllText(file, """
            title: Broken labels
            scenes: {images: 10, height: 64, width: 96, held_out: 0.2}
            networks: [{name: net, title: Net, config: net.yaml}]
            arms:
              - {name: broken, title: broken, labels: {baking: window, scale: 0.5}}
              - {name: floor, title: floor, labels: {baking: floor, scale: 0.5}}
              - {name: exact, title: exact, labels: {scale: 0.5}}
            seeds: [0]
            metrics: [unsupervised_mean_iou]
            courses: [unsupervised_mean_iou, loss]
            incidents: [data]
            claims: [{text: Exact is above, arm: exact, against: broken, metric: loss, at: 1, ratio: 0.1}]
            """);
        var all = new[] { "train.evaluation.kinds=[unsupervised_semantic]", "data.pseudo_labels.keep_empty=true", "doctor.force=true" };
        var results = new List<ReproductionResult>();
        Assert.Equal(0, Run(Read() with { Set = all }, results));
        Assert.Equal(3, results[^1].Cells.Count);
        Assert.All(results[^1].Cells, cell => Assert.True(Assert.Single(cell.Course).Of("loss") > 0));
        Assert.All(results[^1].Cells, cell => Assert.InRange(cell.Course[0].Of("unsupervised_mean_iou"), 0, 1));
        string Label(string arm) => Directory.GetFiles(Path.Combine(folder.Path, "out", "labels", arm), "*_semantic.png").Order().First();
        var (broken, exact) = (PngFile.ReadLabels<byte>(Label("broken")), PngFile.ReadLabels<byte>(Label("exact")));
        Assert.Equal((48, 32, 48, 32), (broken.Width, broken.Height, exact.Width, exact.Height));
        var truth = PngFile.ReadLabels<byte>(Directory.GetFiles(
            Path.Combine(folder.Path, "out", "scenes", "train", "labels")).Order().First());
        Assert.Equal(truth[24, 16], broken[0, 0]);
        Assert.Equal(truth[71, 47], broken[47, 31]);
    }

    [Fact]
    public void What_another_process_is_training_is_left_to_it()
    {
        var results = new List<ReproductionResult>();
        using (RunLock.Take(new ReproductionFolder(Path.Combine(folder.Path, "out")).Claim("net/fast-s0"), TimeProvider.System))
        {
            Assert.Equal(0, Run(Read().ForQuick(), results));
        }

        Assert.Equal("slow", Assert.Single(results[^1].Cells).Arm);
        Assert.Contains("another process", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Run(Read().ForQuick(), results));
        Assert.Equal(2, results[^1].Cells.Count);
    }

    [Fact]
    public void Cells_of_other_settings_are_not_mixed_in()
    {
        Assert.Equal(0, Run(Read().ForQuick(), []));
        var other = Read() with { Set = ["train.optimizer.weight_decay=0.5"] };
        Assert.Contains("weight_decay", Assert.Throws<InputException>(() => Run(other, [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claims: [{text: X, arm: fasst, against: slow, metric: mean_iou}]", "did you mean fast?")]
    [InlineData("claims: [{text: X, arm: fast, against: slow, metric: miou}]", "mean_iou")]
    [InlineData("arms: [{name: ../x, title: X}]", "letters")]
    [InlineData("seeds: [1, 1]", "each once")]
    [InlineData("pictures: {against: slow, arm: quick}", "one of slow, fast")]
    public void A_plan_that_makes_no_sense_is_refused(string line, string reason)
    {
        var key = line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)];
        var lines = Plan.Split('\n').Where(each => !each.StartsWith(key, StringComparison.Ordinal)
            && !(key == "arms:" && each.StartsWith("  -", StringComparison.Ordinal)));
        File.WriteAllText(file, string.Join('\n', lines.Append(line)));
        Assert.Contains(reason, Assert.Throws<InputException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_the_last_network_is_found_before_the_first_is_trained()
    {
        var config = Read() with { Networks = [.. Read().Networks, new() { Name = "second", Config = "missing.yaml" }] };
        Assert.Contains("missing.yaml", Assert.Throws<InputException>(() => Run(config, [])).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out", "runs")));
    }

    [Fact]
    public void A_page_of_somebody_else_is_not_replaced()
    {
        var page = Path.Combine(folder.Path, "out", "report.html");
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        File.WriteAllText(page, "mine");
        Assert.Contains("report.html", Assert.Throws<InputException>(() => Run(Read(), [])).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(page));
        Assert.Equal([page], Directory.GetFiles(Path.Combine(folder.Path, "out"), "*", SearchOption.AllDirectories));
    }

    private ReproductionConfig Read() => ConfigReader.Read<ReproductionConfig>(file, []);

    private int Run(ReproductionConfig config, List<ReproductionResult> results) => new ReproductionSession(
        config, file, new ReproductionFolder(Path.Combine(folder.Path, "out")),
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }))
    {
        WriteRunPage = _ => { },
        WritePage = (result, drawn, _) =>
        {
            results.Add(result);
            pictures = drawn;
        },
    }.Run();
}
