using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Published weights, used as they are.</summary>
public sealed class FileModelTests : IDisposable
{
    private const string Weights = "weights/espnetv2_s_1.0_city_1024x512.pth";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsSharedFact(Weights)]
    public void Published_weights_segment_folders_with_folders_and_patterns_into_a_folder_of_their_own()
    {
        CopyImages();
        var outcome = Run(
            "predict", "--weights", SharedFiles.Path(Weights)!, "--model", "espnetv2_100", "photos", "--set", "train.threads=1");
        Assert.Contains("526 tensors matched, 0 missing", outcome);
        var output = folder["predictions/espnetv2_s_1.0_city_1024x512"];
        foreach (var file in new[] { "a_labelIds.png", "sub/b_labelIds.png", "a.overlay.jpg", "sub/b.overlay.jpg", "legend.jpg" })
        {
            Assert.True(File.Exists(Path.Combine(output, file)), file);
        }

        var page = File.ReadAllText(Path.Combine(output, "index.html"));
        Assert.Contains("src=\"sub/b.overlay.jpg\"", page);
        Assert.Contains("vegetation", page);

        Run("predict", "--model", "espnetv2_100", "--weights", SharedFiles.Path(Weights)!, "photos/*/*.jpg", "--out", "some");
        Assert.False(File.Exists(folder["some/a_labelIds.png"]));
        Assert.True(File.Exists(folder["some/sub/b_labelIds.png"]));
    }

    [NeedsSharedFact("weights/mobilenet_v2_imagenet_dequantized.safetensors")]
    public void Weights_that_leave_the_head_random_and_words_that_name_no_model_are_refused()
    {
        CopyImages();
        var backbone = SharedFiles.Path("weights/mobilenet_v2_imagenet_dequantized.safetensors")!;
        Refused("of the backbone", "predict", "--weights", backbone, "--model", "cityscapes/deeplabv3plus-mobilenetv2", "photos");
        Refused("did you mean 'pspnet_r50'?", "predict", "--weights", backbone, "--model", "pspnet_r5o", "photos");
        Refused("name the one that", "predict", "--weights", backbone, "--model", "deeplabv3plus_mobilenetv2", "photos");
        Refused("'panoptes weights get segformer_b0-cityscapes'", "predict", "--model", "segformer_b0", "photos");
        Refused(
            "no image or video that matches", "predict", "--weights", backbone, "--model", "cityscapes/deeplabv3plus-mobilenetv2",
            "no/*.jpg");
        Assert.False(Directory.Exists(folder["predictions"]));
    }

    [NeedsSharedFact(Weights)]
    public void Published_weights_are_measured_into_a_run_that_predicts_and_lists_as_any_other()
    {
        CopyImages();
        Run("data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96");
        var names = new[]
        {
            "road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign", "vegetation", "terrain", "sky",
            "person", "rider", "car", "truck", "bus", "train", "motorcycle", "bicycle",
        };
        var ids = new Dictionary<string, int>
        {
            ["road"] = 0,
            ["sidewalk"] = 1,
            ["building"] = 2,
            ["vegetation"] = 3,
            ["sky"] = 4,
            ["pole"] = 5,
            ["car"] = 6,
            ["person"] = 7,
        };
        var rows = names.Select((name, train) => ids.TryGetValue(name, out var id)
            ? $$"""{"id": {{id}}, "train_id": {{train}}, "name": "{{name}}"}"""
            : $$"""{"id": {{70000 + train}}, "train_id": {{train}}, "name": "{{name}}", "scored": false}""");
        File.WriteAllText(folder["cityscapes19.json"], $$"""{"classes": [{{string.Join(", ", rows)}}]}""");
        Run(
            "eval", "--weights", SharedFiles.Path(Weights)!, "--model", "espnetv2_100", "--split", "val", "data.root=scenes",
            "data.classes=cityscapes19.json", "train.evaluation.short_side=64", "run.name=espnet");
        Assert.True(File.Exists(folder["runs/espnet/evaluation/val+short-64.json"]));
        Assert.Contains("untrained", Run("runs", "list"));
        Run("predict", "runs/espnet", "photos/a.jpg", "--out", "again");
        Assert.True(File.Exists(folder["again/a.overlay.jpg"]));
    }

    private void CopyImages()
    {
        Directory.CreateDirectory(folder["photos/sub"]);
        var images = Directory.GetFiles(SharedFiles.Path("data/camvid/test/images")!).Order(StringComparer.Ordinal).ToList();
        File.Copy(images[0], folder["photos/a.jpg"]);
        File.Copy(images[1], folder["photos/sub/b.jpg"]);
    }

    private void Refused(string said, params string[] words)
    {
        var outcome = Panoptes.RunIn(folder.Path, words);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(said, outcome.Error);
    }

    private string Run(params string[] words)
    {
        var outcome = Panoptes.RunIn(folder.Path, words);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }
}
