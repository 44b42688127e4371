using System.Text.Json;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Predictions of a panoptic run, in files and by another task, and those of a split beside its measurement.</summary>
public sealed class PredictionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_panoptic_run_predicts_segments_and_objects_that_score_takes_under_the_ids_of_the_split()
    {
        Run("data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96");
        File.WriteAllText(folder["panoptic.yaml"], """
            data: {root: scenes, format: coco_panoptic}
            augmentation: {crop: [64, 96], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 0}
            model: {name: mask2former_mobilenetv2}
            train:
              steps: 1
              batch_size: 2
              threads: 1
              masks: {points: 64}
              schedule: {warm_up: none}
              evaluation: {panoptic: {object_score: 0, overlap: 0}}
            report: {tensor_board: false, images: 0, batch_samples: 0}
            """);
        Run("train", "panoptic.yaml", "run.name=pan");

        Run("predict", "runs/pan", "scenes/val/images", "--out", "segments");
        CheckPanoptic("segments");
        Run("eval", "runs/pan", "--split", "val", "--save-predictions", "saved");
        CheckPanoptic("saved");
        Run("eval", "runs/pan", "--split", "val", "--save-predictions", "saved");

        Run("predict", "runs/pan", "scenes/val/images", "--out", "objects", "--set", "task=instance", "--draw-score", "0");
        using var objects = JsonDocument.Parse(File.ReadAllText(folder["objects/instances.json"]));
        Assert.Equal(JsonValueKind.Array, objects.RootElement.ValueKind);
        Assert.NotEmpty(Directory.GetFiles(folder["objects"], "*.overlay.jpg"));

        var inside = Panoptes.RunIn(folder.Path, ["eval", "runs/pan", "--split", "val", "--save-predictions", "scenes/val/saved"]);
        Assert.Equal(1, inside.ExitCode);
        Assert.Contains("--save-predictions scenes/val/saved", inside.Error);
        Assert.False(Directory.Exists(folder["scenes/val/saved"]));
        var score = Panoptes.RunIn(folder.Path, ["predict", "runs/pan", "scenes/val/images", "--out", "x", "--draw-score", "2"]);
        Assert.Contains("--draw-score", score.Error);
    }

    private void CheckPanoptic(string output)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(folder[$"{output}/panoptic.json"]));
        var known = Directory.GetFiles(
            folder["scenes/val/images"]).Select(path => int.Parse(Path.GetFileNameWithoutExtension(path))).Order();
        Assert.Equal(known, json.RootElement.GetProperty("annotations").EnumerateArray()
            .Select(annotation => annotation.GetProperty("image_id").GetInt32()).Order());
        Assert.Contains(
            "PQ", Run("score", "panoptic", "--gt", "scenes/annotations/panoptic_val.json", "--pred", $"{output}/panoptic.json"));
        Assert.NotEmpty(Directory.GetFiles(folder[output], "*.overlay.jpg"));
    }

    private string Run(params string[] words)
    {
        var outcome = Panoptes.RunIn(folder.Path, words);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }
}
