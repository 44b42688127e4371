using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Files;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Photographs;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Atlas;

public sealed class ErrorAtlasTests : IDisposable
{
    private static readonly AtlasOptions Small = new() { Rules = new AtlasRules { BoundedEdge = 0 } };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_kind_of_error_is_counted_once()
    {
        var report = ErrorAtlas.Make(PatchFrames.WithErrors, "x", Small);
        foreach (var (kind, count) in new[]
        {
            (SegmentFate.Missed, 1), (SegmentFate.Invented, 1), (SegmentFate.Confused, 1), (SegmentFate.Merged, 1), (SegmentFate.Split, 1),
            (SegmentFate.BadlyBounded, 1),
        })
        {
            Assert.True(report.Errors(kind) == count, $"{kind}: {report.Errors(kind)}");
        }

        Assert.Equal(report.Findings.Count, report.Segments.Pairs.Sum(pair => pair.Errors));
        Assert.Equal("street 2.png", report.Best[0].Name);
        Assert.Equal(1, report.Best[0].Quality);
    }

    [Fact]
    public void Threads_change_nothing_and_what_is_kept_does_not_grow()
    {
        var scenes = Enumerable.Range(0, 40).SelectMany(_ => PatchFrames.WithErrors.Scenes).ToList();
        var (one, four) = (
            ErrorAtlas.Make(new PatchFrames(scenes), "x", Small with { Threads = 1, Kept = 3 }),
            ErrorAtlas.Make(new PatchFrames(scenes), "x", Small with { Threads = 4, Kept = 3 }));
        Assert.Equal(FindingsJson.Of(one).ToJsonString(), FindingsJson.Of(four).ToJsonString());
        Assert.Equal(40, one.Errors(SegmentFate.Merged));
        Assert.Equal(3, one.Findings.Count(finding => finding.Error.Kind == SegmentFate.Merged));
        Assert.Equal([1, 4, 7], one.Findings.Take(3).Select(finding => finding.Index));
    }

    [Fact]
    public void Memory_stays_flat_from_100_to_2000_images()
    {
        var scenes = Enumerable.Range(0, 700).SelectMany(_ => PatchFrames.WithErrors.Scenes).Take(2000).ToList();
        var held = new Dictionary<int, long>();
        void Look(int done, int count)
        {
            if (done is 100 or 2000)
            {
                held[done] = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        var report = ErrorAtlas.Make(new PatchFrames(scenes), "x", Small with { Threads = 1, Kept = 5, Progress = Look });
        Assert.Equal(2000, report.Segments.Images);

        // One kept image of 96x64 would be 24 KB; 1,900 of them 45 MB.
        Assert.InRange(held[2000] - held[100], long.MinValue, 1 << 20);
    }

    [Fact]
    public void An_address_stays_where_a_better_model_leaves_the_error()
    {
        // The missed one is still missed, all others are mended.
        var scene = PatchFrames.WithErrors.Scenes[1];
        var better = scene with { Prediction = [.. scene.Truth.Take(3)] };
        string Missed(PatchScene what) => ErrorAtlas.Make(new PatchFrames([what]), "x", Small).Findings
            .Single(finding => finding.Error.Kind == SegmentFate.Missed).Address;
        Assert.Equal(Missed(scene), Missed(better));
        var all = ErrorAtlas.Make(PatchFrames.WithErrors, "x", Small).Findings.Select(finding => finding.Address).ToList();
        Assert.Equal(all.Distinct(), all);
    }

    [Fact]
    public void What_is_to_be_relabelled_is_read_back_as_COCO_with_the_same_pixels()
    {
        var frames = PatchFrames.WithErrors;
        var report = ErrorAtlas.Make(frames, "x", Small);
        var pictures = AtlasPictures.Of(frames, report, [], null);
        RelabelJson.Write(pictures.Relabel, report.Classes, name => name.Replace(".png", ".jpg"), folder["relabel.json"]);

        var read = InstanceFile.ReadTruth(folder["relabel.json"]);
        Assert.Equal(["street 0.jpg", "street 1.jpg"], read.Images.Select(image => image.FileName));
        var segments = pictures.Relabel.SelectMany(image => image.Segments).ToList();
        Assert.Equal(segments.Count, read.Objects.Count);
        using var masks = new InstanceMasks(read);
        foreach (var (written, one) in segments.Zip(read.Objects))
        {
            Assert.Equal(report.Classes[written.Segment.Class].Id, one.Category);
            Assert.Equal(written.Mask.ToCompressed(), masks.Of(one)!.ToCompressed());
        }

        // Of a merged error both truths and the prediction; every segment of an image once.
        Assert.Equal(3, pictures.Relabel[0].Segments.Count(one => one.Findings[0].Error.Kind == SegmentFate.Merged));
    }

    [Fact]
    public void Examples_take_turns_between_classes()
    {
        var many = Enumerable.Range(0, 9).Select(i => new Patch(1 + (10 * i), 2, 8, 8 + i, i == 0 ? 1 : 0, false)).ToList();
        var ground = new Patch(0, 0, 96, 64, 2, false);
        var report = ErrorAtlas.Make(new PatchFrames([new(96, 64, [ground, .. many], [ground])]), "x", Small);
        var chosen = ExampleChoice.Of(report, 2).Where(finding => finding.Error.Kind == SegmentFate.Missed).ToList();
        Assert.Equal([0, 1], chosen.Select(finding => finding.Class).Order());
    }

    [Fact]
    public void Scores_that_say_the_truth_are_calibrated_and_curves_follow_the_detections()
    {
        (double, bool)[] detections = [(1, true), (1, true), (1, true), (0, false)];
        var scored = ScoredClass.Of("car", detections, truths: 4);
        Assert.Equal(0, scored.CalibrationError);
        Assert.Equal(1, scored.BestScore);
        Assert.Equal(1, scored.Precision[75]);
        Assert.Equal(0, scored.Precision[76]);
        Assert.Equal(2.0 * 3 / 7, scored.F1[100], 12);
        Assert.Equal(2.0 * 3 / 8, scored.F1[0], 12);
        Assert.True(double.IsNaN(ScoredClass.Of("none", [], 0).CalibrationError));
    }

    [Fact]
    public void Regions_of_label_maps_stand_for_segments()
    {
        var frame = PatchFrames.WithErrors.Read(0);
        Directory.CreateDirectory(folder["gt"]);
        Directory.CreateDirectory(folder["pred"]);
        var truth = frame.Truth.Ids.Map(id => (byte)frame.Truth.Segments[id - 1].Class);
        PngFile.WriteGray(folder["gt/a.png"], truth);
        PngFile.WriteGray(
            folder["pred/a.png"], frame.Prediction.Ids.Map(id => (byte)frame.Prediction.Segments[id - 1].Class));
        var read = SemanticFrames.OfFolders(folder["gt"], folder["pred"], PatchFrames.WithErrors.Classes, new()).Read(0);
        Assert.Equal(truth.Pixels, read.Truth.Ids.Map(id => (byte)read.Truth.Segments[id - 1].Class).Pixels);

        // Two cars side by side are one region.
        Assert.Equal(frame.Truth.Segments.Count - 1, read.Truth.Segments.Count);
        Assert.Equal(frame.Truth.Segments[0].Area, read.Truth.Segments[0].Area);
    }

    [Fact]
    public void Photographs_are_found_by_path_or_by_a_name_without_known_endings()
    {
        folder.Write("photos/a/x_leftImg8bit.png", "");
        folder.Write("photos/b/y.jpg", "");
        var photographs = new PhotographFolder(folder["photos"]);
        Assert.Equal(Path.Combine("a", "x_leftImg8bit.png"), photographs.NameOf("a/x_gtFine_labelIds.png"));
        Assert.Equal(Path.Combine("b", "y.jpg"), photographs.NameOf("b/y.png"));
        Assert.Null(photographs.Find("z.png"));
    }

    [Fact]
    public void Every_example_and_every_ranked_image_gets_a_picture()
    {
        var report = ErrorAtlas.Make(PatchFrames.WithErrors, "x", Small);
        var pictures = AtlasPictures.Of(PatchFrames.WithErrors, report, report.Findings, null);
        Assert.Equal(report.Findings.Count, pictures.Findings.Count);
        Assert.All(pictures.Findings.Values, picture => Assert.Equal(["truth", "prediction"], picture.Panels.Select(panel => panel.Title)));
        Assert.Equal(3, pictures.Images.Count);

        // Segments in question are outlined in the color of their class, to be looked up.
        foreach (var finding in report.Findings.Where(finding => finding.Error.Truths.Count > 0))
        {
            var drawn = PngFile.ReadRgb(pictures.Findings[finding.Address].Panels[0].Encoded, "truth");
            Assert.Contains(
                report.Classes[finding.Error.TruthClass].Color,
                drawn.Pixels.Chunk(3).Select(pixel => new Rgb(pixel[0], pixel[1], pixel[2])));
        }
    }
}
