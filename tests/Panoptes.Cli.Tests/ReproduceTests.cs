using System.Text.Json;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A reproduction as a user carries it out.</summary>
[Trait("Speed", "Slow")]
public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_processes_train_every_cell_once_and_one_page_has_them_all()
    {
        File.WriteAllText(folder["plan.yaml"], """
            title: Two rates
            scenes: {images: 12, height: 32, width: 64}
            networks: [{name: net, title: Net, config: net.yaml}]
            arms:
              - {name: slow, title: slow, set: [train.optimizer.learning_rate=1e-4]}
              - {name: fast, title: fast, set: [train.optimizer.learning_rate=1e-2]}
            seeds: [0, 1]
            metrics: [mean_iou]
            claims: [{text: Fast is better, arm: fast, against: slow, metric: mean_iou}]
            """);
        File.WriteAllText(folder["net.yaml"], """
            data: {format: coco_panoptic}
            augmentation: {crop: [32, 64]}
            model: {name: deeplabv3plus_mobilenetv2}
            train: {steps: 2, batch_size: 2, schedule: {warm_up: none}, evaluation: {every: 2}}
            report: {tensor_board: false, images: 1, batch_samples: 1}
            """);

        var outcome = Panoptes.RunIn(folder.Path, ["reproduce", "plan.yaml", "--folder", "out", "--processes", "2"]);

        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        using var result = JsonDocument.Parse(File.ReadAllText(folder["out/result.json"]));
        Assert.Equal(4, result.RootElement.GetProperty("cells").GetArrayLength());
        foreach (var run in new[] { "slow-s0", "slow-s1", "fast-s0", "fast-s1" })
        {
            Assert.Single(Directory.GetFiles(folder[$"out/runs/net/{run}/attempts"]));
        }

        Assert.Contains("run out/runs/net/", File.ReadAllText(folder["out/process-2.log"]));
    }
}
