using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Scoring;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Predictions;

/// <summary>What is written of a perfect prediction gets full marks by our own scorers.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Results => Path.Combine(folder.Path, "predictions");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Perfect_panoptic_predictions_of_synthetic_scenes_have_a_quality_of_100()
    {
        var (dataset, truth) = Scenes();
        WriteScenes(dataset, PredictionWriters.Panoptic, PanopticOf);
        var report = PanopticScorer.Score(new PanopticInputs(truth, null, Path.Combine(Results, "panoptic.json"), null));
        AssertFull(report, "PQ", "SQ", "RQ", "PQ_th", "PQ_st");
        var text = File.ReadAllText(Path.Combine(Results, "panoptic.json"));
        Assert.Contains("\"score\":0.75", text);
        Assert.Contains("\"isthing\":true", text);
        Assert.Equal(dataset.Count, Directory.GetFiles(Results, "*.overlay.jpg").Length);
    }

    [Fact]
    public void A_wrong_segment_costs_quality()
    {
        var (dataset, truth) = Scenes();
        WriteScenes(dataset, PredictionWriters.Panoptic, sample => PanopticOf(sample) is var right
            ? right with { Segments = [right.Segments[0] with { Class = (right.Segments[0].Class + 1) % 3 }, .. right.Segments.Skip(1)] }
            : right);
        var report = PanopticScorer.Score(new PanopticInputs(truth, null, Path.Combine(Results, "panoptic.json"), null));
        Assert.InRange(report.Headlines.First(headline => headline.Name == "PQ").Value, 0.01, 0.99);
    }

    [Fact]
    public void Perfect_instances_of_synthetic_scenes_have_a_precision_of_100()
    {
        var (dataset, truth) = Scenes();
        var instances = Path.Combine(folder.Path, "instances.json");
        InstanceConversion.FromPanoptic(truth, null, instances);
        WriteScenes(dataset, PredictionWriters.Instance, InstancesOf);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "instances.json")));
        var fields = json.RootElement[0].EnumerateObject().Select(field => field.Name);
        Assert.Equal(["image_id", "category_id", "segmentation", "score"], fields);
        AssertFull(InstanceScorer.Score(instances, Path.Combine(Results, "instances.json")), "AP", "AP50", "AP75");
    }

    [Fact]
    public void Perfect_instances_of_Cityscapes_have_a_precision_of_100()
    {
        var scenes = new SceneTruth(folder.Path);
        Write(scenes, PredictionWriters.Instance, scenes.Instances);
        Assert.Equal(4, File.ReadLines(Path.Combine(Results, "aachen_000000_000019_pred.txt")).Count());
        AssertFull(CityscapesScorer.ScoreInstances(Path.Combine(folder.Path, "gtFine"), Results), "AP", "AP50%");
    }

    [Fact]
    public void Fewer_instances_of_Cityscapes_than_before_leave_no_mask_of_before()
    {
        var scenes = new SceneTruth(folder.Path);
        Write(scenes, PredictionWriters.Instance, scenes.Instances);
        Assert.Equal(12, Directory.GetFiles(Path.Combine(Results, "masks")).Count(IsShown));
        Write(scenes, PredictionWriters.Instance, scene => scenes.Instances(
            scene) with
        { Instances = [scenes.Instances(scene).Instances[0]] });
        Assert.Equal(3, Directory.GetFiles(Path.Combine(Results, "masks")).Count(IsShown));
    }

    [Fact]
    public void Perfect_labels_of_Cityscapes_have_an_IoU_of_100()
    {
        var scenes = new SceneTruth(folder.Path);
        Write(scenes, PredictionWriters.Semantic, scenes.Semantic);
        Assert.True(File.Exists(Path.Combine(Results, "aachen_000001_000019_labelIds.png")));
        AssertFull(CityscapesScorer.ScorePixels(Path.Combine(folder.Path, "gtFine"), Results), "IoU classes", "IoU categories");
    }

    [Theory]
    [InlineData(PredictionFormat.Auto)]
    [InlineData(PredictionFormat.Cityscapes)]
    public void Perfect_segments_of_Cityscapes_have_a_quality_of_100_in_either_format(PredictionFormat format)
    {
        var scenes = new SceneTruth(folder.Path);
        var truth = Path.Combine(folder.Path, "cityscapes_panoptic_val.json");
        CityscapesConversion.ToPanoptic(Path.Combine(folder.Path, "gtFine"), truth);
        Write(scenes, PredictionWriters.Panoptic, scenes.Panoptic, format);
        var prediction = Path.Combine(Results, "panoptic.json");
        if (format == PredictionFormat.Cityscapes)
        {
            prediction = Path.Combine(folder.Path, "back.json");
            CityscapesConversion.ToPanoptic(Results, prediction);
        }

        AssertFull(PanopticScorer.Score(new PanopticInputs(truth, null, prediction, null)), "PQ", "SQ", "RQ");
    }

    [Fact]
    public void An_interrupted_run_leaves_no_list_over_all_images_also_none_of_before_and_the_next_one_replaces_it()
    {
        var scenes = new SceneTruth(folder.Path);
        var json = Path.Combine(Results, "panoptic.json");
        Write(scenes, PredictionWriters.Panoptic, scenes.Panoptic);
        Assert.True(File.Exists(json));
        Assert.Throws<InputException>(() => Write(
            scenes, PredictionWriters.Panoptic,
            scene => scene < 1 ? scenes.Panoptic(scene) : throw new InputException("network", "an end", "more", "wait")));
        Assert.Equal([".panoptes-outputs.json", "aachen_000000_000019_leftImg8bit.overlay.jpg"], Directory.GetFiles(Results)
            .Select(Path.GetFileName).Where(name => !name!.Contains("_00000") || name.Contains("_000000_")).Order());
        Write(scenes, PredictionWriters.Panoptic, scenes.Panoptic);
        Assert.True(File.Exists(json));
    }

    [Fact]
    public void A_format_that_cannot_hold_the_predictions_is_refused_before_anything_is_written()
    {
        var scenes = new SceneTruth(folder.Path);
        Assert.Contains("--format coco", Assert.Throws<InputException>(
            () => PredictionWriters.Semantic(Target(scenes, PredictionFormat.Coco))).Message);
        var strange = Target(
            scenes, PredictionFormat.Cityscapes) with
        { Classes = new PredictedClasses([new ClassColor("zebra", "#000000", true, 1)]) };
        Assert.Contains("zebra", Assert.Throws<InputException>(() => PredictionWriters.Instance(strange)).Message);
        Assert.False(Directory.Exists(Results));
    }

    [Theory]
    [InlineData("000000000139.jpg", "139")]
    [InlineData("000000.png", "0")]
    [InlineData("ulm_000003_000019_leftImg8bit.png", "ulm_000003_000019")]
    [InlineData("street.jpg", "street")]
    public void The_id_of_an_image_that_belongs_to_no_data_set_follows_from_its_name(string file, string id) =>
        Assert.Equal(id, PredictedImage.OfFile($"folder/{file}").Id);

    private static bool IsShown(string path) => !Path.GetFileName(path).StartsWith('.');

    private static void AssertFull(ScoreReport report, params string[] names) =>
        Assert.All(names, name => Assert.Equal(1, report.Headlines.First(headline => headline.Name == name).Value, 12));

    private (IDataset Dataset, string Truth) Scenes()
    {
        var data = Path.Combine(folder.Path, "data");
        SyntheticFolder.Write(data, new SyntheticFolderConfig { Images = 10, Height = 96, Width = 160, HeldOut = 0.3 });
        var dataset = Datasets.Open(new DataConfig { Root = data, Format = DataFormat.CocoPanoptic, Images = "images" }, "val");
        return (dataset, Path.Combine(data, "annotations", "panoptic_val.json"));
    }

    private static PanopticPrediction PanopticOf(Sample sample)
    {
        var map = sample.Segments!;
        var known = map.Segments.Select((segment, i) => (segment, Id: i + 1)).ToDictionary(s => s.segment.Id, s => s.Id);
        return new PanopticPrediction(
            new Plane<int>(map.Ids.Width, map.Ids.Height, Array.ConvertAll(map.Ids.Pixels, id => id == 0 ? 0 : known[id])),
            [.. map.Segments.Select(s => new PredictedSegment(known[s.Id], s.CategoryTrainId, s.IsThing, s.Area, 0.75))]);
    }

    private static InstancePrediction InstancesOf(Sample sample)
    {
        var map = sample.Segments!;
        return new InstancePrediction(
            map.Ids.Width, map.Ids.Height, [.. map.Segments.Where(s => s.IsThing).Select((s, i) => new PredictedInstance(
                s.CategoryTrainId,
                1 - (i / 1000.0),
                RunLengthMask.Encode(new Plane<byte>(
                    map.Ids.Width, map.Ids.Height, Array.ConvertAll(map.Ids.Pixels, id => id == s.Id ? (byte)1 : (byte)0)))))]);
    }

    private static ClassColor RowOf(ClassEntry entry) =>
        new(entry.Name, $"#{entry.Color.R:x2}{entry.Color.G:x2}{entry.Color.B:x2}", entry.IsThing, entry.RawId);

    private void WriteScenes<T>(IDataset dataset, Func<PredictionTarget, IPredictionWriter<T>> writers, Func<Sample, T> predict)
    {
        var classes = new PredictedClasses([.. Enumerable.Range(0, dataset.Classes.Count).Select(i => RowOf(dataset.Classes[i]))]);
        var target = new PredictionTarget(
            new OutputPlan("predict"), Results, "--out", PredictedImage.Of(dataset), classes, IsCityscapes: false);
        using var files = writers(target);
        using var writing = target.Plan.Begin();
        files.Begin();
        for (var i = 0; i < dataset.Count; i++)
        {
            var sample = dataset.Load(i);
            files.Add(target.Images[i], sample.Image, predict(sample));
        }

        files.Complete();
    }

    private PredictionTarget Target(SceneTruth scenes, PredictionFormat format) =>
        new(
            new OutputPlan("predict"), Results, "--out", scenes.Images, new PredictedClasses(SceneTruth.Classes), IsCityscapes: true,
            format);

    private void Write<T>(
        SceneTruth scenes, Func<PredictionTarget, IPredictionWriter<T>> writers, Func<int, T> predict,
        PredictionFormat format = PredictionFormat.Auto)
    {
        var target = Target(scenes, format);
        using var writing = Start(target, writers, out var files);
        using (files)
        {
            files.Begin();
            for (var i = 0; i < scenes.Images.Count; i++)
            {
                files.Add(scenes.Images[i], SceneTruth.Pixels, predict(i));
            }

            files.Complete();
        }
    }

    private static OutputWriting Start<T>(
        PredictionTarget target, Func<PredictionTarget, IPredictionWriter<T>> writers, out IPredictionWriter<T> files)
    {
        files = writers(target);
        return target.Plan.Begin();
    }
}
