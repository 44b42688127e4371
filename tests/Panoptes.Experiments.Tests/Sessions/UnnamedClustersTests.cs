using System.Text.Json.Nodes;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>A network is trained on clusters without names and measured on an annotated data set of other classes.</summary>
[Collection(TensorEngine.Name)]
public sealed class UnnamedClustersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };

    public UnnamedClustersTests()
    {
        foreach (var name in new[] { "clusters", "truth" })
        {
            SyntheticFolder.Write(folder[name], new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });
        }

        RenameClasses(folder["clusters"]);
    }

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
    }

    [Fact]
    public void Clusters_are_named_by_the_truth_while_training_and_after()
    {
        string[] truth = [$"data.truth.root={folder["truth"]}", "data.truth.format=coco_panoptic", "train.evaluation.kinds=[unsupervised]"];
        Assert.Equal(0, Train("named", truth));
        var run = Path.Combine(folder["runs"], "named");
        var validation = EvaluationFile.Read(Path.Combine(run, "evaluation", "val.json"));
        Assert.Equal("unsupervised_pq", validation.Primary!.Name);
        Assert.Contains("things and stuff apart, panopticapi's rule for void", validation.Protocol, StringComparison.Ordinal);
        Assert.Contains(validation.Kinds[0].Remarks, line => line.Contains("cluster 0 = ", StringComparison.Ordinal));
        Assert.Contains(validation.Kinds[0].Classes, row => row.Name == "car");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "evaluation", "val"), "*.prediction.png"));

        Assert.Equal(0, EvaluationSession.Run(run, "val", "best", ["train.evaluation.matching.separate=false"], Quiet(), _ => { }));
    }

    [Fact]
    public void Classes_that_differ_are_refused_with_the_setting_that_names_them()
    {
        var error = Assert.Throws<InputException>(
            () => Train("refused", $"data.truth.root={folder["truth"]}", "data.truth.format=coco_panoptic"));
        Assert.Contains("train.evaluation.kinds=[unsupervised]", error.Message, StringComparison.Ordinal);
    }

    private static void RenameClasses(string data)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(data, "annotations"), "*.json"))
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            var place = 0;
            foreach (var category in json["categories"]!.AsArray())
            {
                category!["name"] = $"cluster {place++}";
            }

            File.WriteAllText(file, json.ToJsonString());
        }
    }

    private IAnsiConsole Quiet() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });

    private int Train(string name, params string[] more) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                $"data.root={folder["clusters"]}", $"run.folder={folder["runs"]}", $"run.name={name}",
                "task=panoptic", "data.format=coco_panoptic", "loader.workers=0", "augmentation.crop=[64, 64]",
                "augmentation.cat_max_ratio=1",
                "model.name=mask2former_mobilenetv2", "model.queries=8", "model.width=32", "model.decoder_layers=1",
                "model.encoder_layers=1", "model.feed_forward=32", "model.encoder_feed_forward=32", "report.tensor_board=false",
                "report.images=1", "train.steps=1", "train.batch_size=2", "train.threads=1", "train.masks.points=64",
                "train.checkpoint.every=1", "train.evaluation.every=1",
            }.With(more)),
        null,
        Quiet(),
        _ => { });
}
