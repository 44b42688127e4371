using System.Text;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Combinations;

/// <summary>Every model with every method: three steps, the same bits after a break, a score; or a refusal before them.</summary>
[Collection(TensorEngine.Name)]
public sealed class CombinationTests : IDisposable
{
    // What cannot be, and what says so.
    private static readonly (Func<CombinedModel, bool> Model, Func<CombinedMethod, bool> Method, string Reason)[] Refused =
    [
        (model => model.Title.Contains("DeepLab", StringComparison.Ordinal) || model.Title.Contains("R-CNN", StringComparison.Ordinal),
            method => method.Title.Contains("intra-batch", StringComparison.Ordinal),
            "intra_batch on the stream"),
        (model => model.Title.Contains("semantic", StringComparison.Ordinal),
            method => method.Title.Contains("pasted", StringComparison.Ordinal),
            "no objects"),
    ];

    private readonly TemporaryFolder folder = new();

    public CombinationTests() => SyntheticFolder.Write(
        Path.Combine(folder.Path, "data"), new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });

    public static TheoryData<int, int> Every()
    {
        var all = new TheoryData<int, int>();
        for (var model = 0; model < CombinedModel.All.Count; model++)
        {
            for (var method = 0; method < CombinedMethod.All.Count; method++)
            {
                all.Add(model, method);
            }
        }

        return all;
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 4)]
    [InlineData(4, 5)]
    [InlineData(6, 3)]
    [InlineData(7, 6)]
    public void Some_models_train_with_some_methods_or_say_why_not(int model, int method) => Hold(model, method);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Every))]
    public void Every_model_trains_with_every_method_or_says_why_not(int model, int method) => Hold(model, method);

    [Fact]
    public void The_documentation_has_the_whole_table()
    {
        var path = Path.Combine(Repository.Root, "docs", "combinations.md");
        var text = Page();
        if (Environment.GetEnvironmentVariable("PANOPTES_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path));
    }

    private static string Page()
    {
        var text = new StringBuilder(
            """
            # Which methods go with which models

            A test trains every pair for three steps, breaks it off and resumes it bit for bit, and measures it (`./panoptes test --slow
            Combination`); this table is made of the same list. What is refused is refused before the first step, in these words.

            """);
        text.Append("\n| |").AppendJoin(" |", CombinedMethod.All.Select(method => $" {method.Title}")).Append(" |\n| --- |");
        text.AppendJoin("", CombinedMethod.All.Select(_ => " --- |")).Append('\n');
        foreach (var model in CombinedModel.All)
        {
            text.Append("| ").Append(model.Title).Append(" |")
                .AppendJoin("", CombinedMethod.All.Select(method => Reason(model, method) is null ? " works |" : " refused |"))
                .Append('\n');
        }

        text.Append(
            """

            - Intra-batch supervision holds what a network draws things with against other images: it needs a network with an embedding for
              each thing. Else: "intra_batch on the stream 'labeled' without a supervisor before it that shows by what things are drawn".
            - Objects are pasted where labels have objects: of a semantic training a teacher labels pixels alone, and there are
              "no objects".
            - A teacher may be of another family (`train.teacher.run`): one that tells classes of pixels alone cannot teach a network that
              learns from objects or segments.

            """);
        return text.ToString();
    }

    private static string? Reason(CombinedModel model, CombinedMethod method) =>
        Refused.Where(rule => rule.Model(model) && rule.Method(method)).Select(rule => rule.Reason).FirstOrDefault();

    private void Hold(int modelPlace, int methodPlace)
    {
        var (model, method) = (CombinedModel.All[modelPlace], CombinedMethod.All[methodPlace]);
        if (Reason(model, method) is { } reason)
        {
            Assert.Contains(reason, Assert.Throws<InputException>(() => Train(model, method)).Message);
            Assert.False(Directory.Exists(Path.Combine(folder.Path, "runs", "cell")), "a refused run left its folder");
            return;
        }

        Assert.Equal(0, Train(model, method));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "cell"));
        Assert.True(File.Exists(run.Evaluation("val")));
        var last = Path.Combine(run.Checkpoints, "step_00000003.safetensors");
        var whole = File.ReadAllBytes(last);
        File.Delete(last);
        Assert.Equal(0, Train(model, method));
        Assert.Equal(whole, File.ReadAllBytes(last));
    }

    private int Train(CombinedModel model, CombinedMethod method) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}", "run.name=cell",
                $"data.segment_index={Path.Combine(folder.Path, "segments")}", "loader.workers=1", "augmentation.crop=[64, 64]",
                "augmentation.cat_max_ratio=1", "report.tensor_board=false", "report.images=1", "train.steps=3", "train.batch_size=2",
                "train.threads=1", "train.log_every=1", "train.checkpoint.every=1", "train.evaluation.every=1",
                "train.optimizer.clip_norm=1",
            }.With([.. model.Settings, .. method.Settings])),
        null,
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        }),
        _ => { });
}
