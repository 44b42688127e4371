using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>A file of weights of a network with other classes starts a training.</summary>
[Collection(TensorEngine.Name)]
public sealed class FineTuningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
    }

    [Fact]
    public void All_but_the_class_layers_are_taken_from_a_file_of_another_class_table_and_the_run_says_so()
    {
        var data = Path.Combine(folder.Path, "data");
        SyntheticFolder.Write(data, new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });
        Assert.Equal(0, Train("first"));
        Merge(data);
        var weights = Path.Combine(folder.Path, "runs", "first", "checkpoints", "best.safetensors");
        Assert.Equal(0, Train("second", $"model.weights={weights}"));
        var said = output.ToString();
        Assert.Contains("class_embed.weight", said, StringComparison.Ordinal);
        Assert.Contains("2 of another shape", said, StringComparison.Ordinal);
    }

    // A data set that tells no person: its segments are not annotated any more.
    private static void Merge(string data)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(data, "annotations"), "*.json"))
        {
            var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!;
            var categories = json["categories"]!.AsArray();
            var person = categories.First(category => (string)category!["name"]! == "person")!;
            categories.Remove(person);
            foreach (var segments in json["annotations"]!.AsArray().Select(entry => entry!["segments_info"]!.AsArray()))
            {
                foreach (var segment in segments.Where(entry => (int)entry!["category_id"]! == (int)person["id"]!).ToArray())
                {
                    segment!["category_id"] = (int)categories[0]!["id"]!;
                }
            }

            File.WriteAllText(file, json.ToJsonString());
        }
    }

    private int Train(string name, params string[] more) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}", $"run.name={name}",
                "task=panoptic", "data.format=coco_panoptic", "loader.workers=0", "augmentation.crop=[64, 64]",
                "augmentation.cat_max_ratio=1",
                "model.name=mask2former_mobilenetv2", "model.queries=8", "model.width=32", "model.decoder_layers=1",
                "model.encoder_layers=1", "model.feed_forward=32", "model.encoder_feed_forward=32", "report.tensor_board=false",
                "report.images=1", "train.steps=1", "train.batch_size=2", "train.threads=1", "train.masks.points=64",
                "train.checkpoint.every=1", "train.evaluation.every=1",
            }.With(more)),
        null,
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        }),
        _ => { });
}
