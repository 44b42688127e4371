using System.Text.Json;
using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Tests.BadInput;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Conversion;

public sealed class ConversionTests
{
    [NeedsSharedTheory("parity/metrics/cityscapes")]
    [InlineData("small", false)]
    [InlineData("small", true)]
    [InlineData("rich", false)]
    [InlineData("rich", true)]
    public void Cityscapes_becomes_panoptic_as_its_own_scripts_make_it(string name, bool trainIds)
    {
        using var folder = new TemporaryFolder();
        var root = SharedFiles.Path($"parity/metrics/cityscapes/{name}/gtFine")!;
        CityscapesConversion.ToPanoptic(Path.Combine(root, "val"), folder["made.json"], trainIds);
        var expected = PanopticFile.ReadTruth(Path.Combine(root, $"cityscapes_panoptic_val{(trainIds ? "_trainId" : "")}.json"));
        var made = PanopticFile.ReadTruth(folder["made.json"]);
        Assert.Equal(expected.Categories, made.Categories);
        Assert.Equal(expected.Annotations.Count, made.Annotations.Count);
        foreach (var (want, got) in expected.Annotations.Zip(made.Annotations))
        {
            Assert.Equal((want.ImageId, want.FileName), (got.ImageId, got.FileName));
            Assert.Equal(want.Segments, got.Segments);
            Assert.Equal(
                PngFile.ReadIds24(Path.Combine(root, "cityscapes_panoptic_val", want.FileName)).Pixels,
                PngFile.ReadIds24(Path.Combine(folder["made"], got.FileName)).Pixels);
        }

        using var document = JsonDocument.Parse(File.ReadAllText(folder["made.json"]));
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "cityscapes_panoptic_val.json")));
        Assert.Equal(
            reference.RootElement.GetProperty("annotations")[0].GetProperty("segments_info").EnumerateArray()
                .Select(s => s.GetProperty("bbox").EnumerateArray().Select(v => v.GetInt32()).ToArray()),
            document.RootElement.GetProperty("annotations")[0].GetProperty("segments_info").EnumerateArray()
                .Select(s => s.GetProperty("bbox").EnumerateArray().Select(v => v.GetInt32()).ToArray()));
    }

    [NeedsSharedFact("parity/metrics/cityscapes/rich")]
    public void Panoptic_becomes_Cityscapes_and_back_without_loss()
    {
        using var folder = new TemporaryFolder();
        var root = SharedFiles.Path("parity/metrics/cityscapes/rich/gtFine")!;
        CityscapesConversion.FromPanoptic(Path.Combine(root, "cityscapes_panoptic_val.json"), null, folder["gtFine/val"]);
        CityscapesConversion.ToPanoptic(folder["gtFine"], folder["again.json"]);
        var scores = PanopticScorer.Score(
            new PanopticInputs(Path.Combine(root, "cityscapes_panoptic_val.json"), null, folder["again.json"], null));
        var (before, after) = (
            PanopticFile.ReadTruth(Path.Combine(root, "cityscapes_panoptic_val.json")), PanopticFile.ReadTruth(folder["again.json"]));
        Assert.Equal(1, scores.Headlines[0].Value);
        Assert.Equal(
            before.Annotations.Select(a => a.Segments.Select(s => (s.Category, s.IsCrowd, s.Area)).Order().ToArray()),
            after.Annotations.Select(a => a.Segments.Select(s => (s.Category, s.IsCrowd, s.Area)).Order().ToArray()));
    }

    [Fact]
    public void Panoptic_things_become_instances_and_come_back_as_the_same_masks()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var folder = new TemporaryFolder();
            SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(seed), images: 3);
            InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["instances.json"]);
            InstanceConversion.ToPanoptic(folder["instances.json"], folder["things.json"]);
            InstanceConversion.FromPanoptic(folder["things.json"], null, folder["again.json"]);
            var (first, second) = (InstanceFile.ReadTruth(folder["instances.json"]), InstanceFile.ReadTruth(folder["again.json"]));
            using var firstMasks = new InstanceMasks(first);
            using var secondMasks = new InstanceMasks(second);
            Assert.Equal(first.Objects.Select(o => Described(o, firstMasks)), second.Objects.Select(o => Described(o, secondMasks)));
            Assert.True(PanopticFile.ReadTruth(folder["gt.json"]) is var truth
                && first.Objects.Count == truth.Annotations.Sum(a => a.Segments.Count(s => truth.Categories[s.Category].IsThing)));
        }

        static (long, long, bool, double, string) Described(InstanceObject o, InstanceMasks masks) =>
            (o.Image, o.Category, o.IsCrowd, o.Area, masks.Of(o)!.ToCompressed());
    }

    [Fact]
    public void Objects_that_overlap_cannot_become_panoptic()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["gt.json"], """
            {"images":[{"id":1,"height":4,"width":4,"file_name":"a.jpg"}],"categories":[{"id":1,"name":"x"}],"annotations":[
            {"id":1,"image_id":1,"category_id":1,"iscrowd":0,"area":8,"bbox":[0,0,2,4],"segmentation":{"size":[4,4],"counts":[0,8,8]}},
            {"id":2,"image_id":1,"category_id":1,"iscrowd":0,"area":8,"bbox":[1,0,2,4],"segmentation":{"size":[4,4],"counts":[4,8,4]}}]}
            """);
        var error = Assert.Throws<InputException>(() => InstanceConversion.ToPanoptic(folder["gt.json"], folder["out.json"]));
        Assert.Contains("annotation 2: found pixel (1, 0)", error.Message);
        Assert.False(File.Exists(folder["out.json"]));
    }

    [Fact]
    public void Panoptic_becomes_labels_and_labels_become_one_segment_a_class()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(4));
        LabelConversion.FromPanoptic(folder["gt.json"], null, folder["labels"]);
        var file = PanopticFile.ReadTruth(folder["gt.json"]);
        var (ids, labels) = (PngFile.ReadIds24(folder["gt/1.png"]), PngFile.ReadLabels<byte>(folder["labels/1.png"]));
        var category = file.Annotations[0].Segments.ToDictionary(s => s.Id, s => file.Categories[s.Category].Id);
        Assert.Equal(ids.Pixels.Select(id => id == 0 ? 255 : category[id]), labels.Pixels.Select(v => (int)v));

        LabelConversion.ToPanoptic(
            folder["labels"], [.. file.Categories.Select(c => new OutputCategory(c.Id, c.Name, c.IsThing))], new HashSet<int> { 255 },
            folder["back.json"]);
        var back = PanopticFile.ReadTruth(folder["back.json"]);
        Assert.Equal(labels.Pixels.Where(v => v != 255).Distinct().Count(), back.Annotations[0].Segments.Length);
        Assert.All(back.Annotations[0].Segments, s => Assert.Equal(back.Categories[s.Category].IsThing, s.IsCrowd));
    }
}
