using System.Text.Json.Nodes;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Runs;

/// <summary>A run goes on, is named and is found by what its numbers depend on, not by paths.</summary>
public sealed class RunIdentityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public RunIdentityTests()
    {
        data = Path.Combine(folder.Path, "data");
        SyntheticFolder.Write(data, new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("swapped train ids", "class 0")]
    [InlineData("id to void", "now void")]
    [InlineData("grown label", "files of train have other names or sizes")]
    [InlineData("renamed sample", "files of val have other names or sizes")]
    [InlineData("missing sample", "images, now")]
    public void Other_data_never_continues_a_run_and_gives_another_name(string change, string said)
    {
        var config = Config();
        Begin(config);
        var unnamed = config with { Run = config.Run with { Name = null } };
        var name = RunFolder.DerivedName(unnamed, null, RunData.Open(unnamed));
        Change(change);
        var error = Assert.Throws<InputException>(() => RunFolder.ForTraining(config, null, RunData.Open(config)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("run.name=", error.Advice, StringComparison.Ordinal);
        Assert.NotEqual(name, RunFolder.DerivedName(unnamed, null, RunData.Open(unnamed)));
    }

    [Fact]
    public void The_same_data_elsewhere_continues_a_run_under_the_same_name()
    {
        var config = Config();
        Begin(config);
        var moved = Path.Combine(folder.Path, "moved");
        Directory.Move(data, moved);
        var image = Directory.GetFiles(Path.Combine(moved, "train", "images"))[0];
        var elsewhere = Path.Combine(folder.Path, Path.GetFileName(image));
        File.Move(image, elsewhere);
        File.CreateSymbolicLink(image, elsewhere);
        var after = Config($"data.root={moved}");
        Assert.True(RunFolder.ForTraining(after, null, RunData.Open(after)).HasBegun);
    }

    [Fact]
    public void A_list_elsewhere_continues_a_run_and_another_choice_does_not()
    {
        var names = Files("train", "images").Select(Path.GetFileNameWithoutExtension).ToArray();
        var list = folder.Write("list.txt", $"{names[0]}\n{names[1]}\n");
        RunConfig Listed(string file) => Config($"data.streams={{labeled: {{list: '{file}'}}}}");
        Begin(Listed(list));
        var moved = folder.Write("moved.txt", File.ReadAllText(list));
        Assert.True(RunFolder.ForTraining(Listed(moved), null, RunData.Open(Listed(moved))).HasBegun);

        File.WriteAllText(list, $"{names[0]}\n{names[2]}\n");
        var error = Assert.Throws<InputException>(() => RunFolder.ForTraining(Listed(list), null, RunData.Open(Listed(list))));
        Assert.Contains("data.streams.labeled.list", error.Message, StringComparison.Ordinal);
        var row = RunData.Open(Listed(list)).Splits.Single(split => split.Role == "stream");
        Assert.Equal(("labeled (train)", 2), (row.Name, row.Images));
    }

    [Fact]
    public void Another_test_split_is_no_matter_of_the_training()
    {
        var config = Config();
        Begin(config);
        File.Delete(Files("test", "images")[0]);
        File.Delete(Files("test", "labels")[0]);
        Assert.True(RunFolder.ForTraining(config, null, RunData.Open(config)).HasBegun);
    }

    [Fact]
    public void Weights_of_another_content_under_the_same_path_are_refused_and_the_same_elsewhere_are_not()
    {
        var weights = folder.Write("weights.pth", "one");
        Begin(Config($"model.weights={weights}"));
        var copy = folder.Write("copy.pth", "one");
        RunFolder.ForTraining(Config($"model.weights={copy}"), null);
        folder.Write("weights.pth", "two");
        var error = Assert.Throws<InputException>(() => RunFolder.ForTraining(Config($"model.weights={weights}"), null));
        Assert.Contains("model.weights was a file of SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_steps_are_answered_with_a_new_run_from_its_weights()
    {
        var run = Begin(Config());
        folder.Write(Path.Combine(run.Checkpoints, "best.safetensors"), "weights");
        var error = Assert.Throws<InputException>(() => RunFolder.ForTraining(Config("train.steps=9"), null));
        Assert.Contains("train.steps was 4, now 9", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"run.name=... model.weights={Path.Combine(run.Checkpoints, "best.safetensors")}", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_beside_it_of_the_same_settings_and_other_data_is_found()
    {
        var config = Config() with { Run = new() { Folder = Path.Combine(folder.Path, "runs") } };
        var first = Begin(config);
        Assert.Empty(first.OfOtherData(config, null));
        Change("grown label");
        var second = RunFolder.ForTraining(config, null, RunData.Open(config));
        Assert.EndsWith(first.Name, Assert.Single(second.OfOtherData(config, null)), StringComparison.Ordinal);
    }

    private void Change(string change)
    {
        var label = Files("train", "labels")[0];
        var (image, mask) = (Files("val", "images")[0], Files("val", "labels")[0]);
        switch (change)
        {
            case "swapped train ids":
                EditClasses(classes => (classes[0]!["train_id"], classes[1]!["train_id"]) = (1, 0));
                break;
            case "id to void":
                EditClasses(classes => classes.Where(row => row!["train_id"]!.GetValue<int>() < 255)
                    .MaxBy(row => row!["train_id"]!.GetValue<int>())!["train_id"] = 255);
                break;
            case "grown label":
                File.AppendAllText(label, " ");
                break;
            case "renamed sample":
                File.Move(image, Renamed(image));
                File.Move(mask, Renamed(mask));
                break;
            default:
                File.Delete(image);
                File.Delete(mask);
                break;
        }

        static string Renamed(string path) => Path.Combine(Path.GetDirectoryName(path)!, $"other{Path.GetExtension(path)}");
    }

    private void EditClasses(Action<JsonArray> edit)
    {
        var path = Path.Combine(data, "classes.json");
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        edit(root["classes"]!.AsArray());
        File.WriteAllText(path, root.ToJsonString());
    }

    private string[] Files(string split, string layer) =>
        [.. Directory.GetFiles(Path.Combine(data, split, layer)).Order(StringComparer.Ordinal)];

    private static RunFolder Begin(RunConfig config)
    {
        var content = RunData.Open(config);
        var run = RunFolder.ForTraining(config, null, content);
        new RunSummary { Splits = content.Splits, Ids = content.Ids }.Write(run.Summary);
        run.WriteConfig(config);
        return run;
    }

    private RunConfig Config(params string[] more) =>
        ConfigReader.Read<RunConfig>(
            null,
            new[] { $"data.root={data}", $"run.folder={Path.Combine(folder.Path, "runs")}", "run.name=mine", "train.steps=4" }.With(more));
}
