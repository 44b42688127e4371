using Panoptes.Experiments.LabelReports;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;
using Panoptes.Reports.Teachers;
using Panoptes.Reports.Tests.Pages;

namespace Panoptes.Reports.Tests.Teachers;

public sealed class TeacherReportPageTests
{
    private static readonly RunLengthMask Mask = RunLengthMask.Encode(new Plane<byte>(4, 4, [.. Enumerable.Repeat((byte)1, 16)]));

    /// <summary>A report of three checkpoints, for tests of pages.</summary>
    internal static TeacherReport Scored => Report(
        Checkpoint(10, true, 1, new ScoredLabel(1, .9, Mask)), Checkpoint(20, true, .25, new ScoredLabel(1, .9, Mask)),
        Checkpoint(30, true, .75, new ScoredLabel(0, .9, Mask)));

    /// <summary>A report on labels of pixels and clusters, for tests of pages.</summary>
    internal static LabelReport Labels => new()
    {
        Labels = "folder <b>",
        Truth = "data",
        Split = "val",
        Images = 1,
        TruthImages = 3,
        Quality = null,
        Pixels = Map(10, null, 0, null).Pixels,
        Clusters = [new NamedCluster("cluster_4", "car <b>"), new NamedCluster("cluster_5", "")],
        Notes = ["no scores"],
    };

    [Fact]
    public void A_page_holds_checkpoints_warnings_classes_and_what_few_checkpoints_prove()
    {
        var report = Scored;
        var page = TeacherReportPage.Render(report);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.All(report.Warnings, warning => Assert.Contains(warning, text));
        Assert.Contains("car <b>", text);
        Assert.Contains("Spearman -0.50 over 3 checkpoints, too few for an interval.", text);
        Assert.Contains("Scores against hits at step 30", text);
        Assert.Contains("Labels over the steps", text);
    }

    [Fact]
    public void A_run_that_labels_nothing_has_a_page()
    {
        var report = Report(Checkpoint(0, false, null));
        PageCheck.Check(TeacherReportPage.Render(report));
        Assert.StartsWith("more than half of the images have no label: 1 at step 0; ", Assert.Single(report.Warnings));
    }

    [Fact]
    public void Checkpoints_that_teach_are_warned_of_where_they_mislead_or_change()
    {
        var report = Report(
            Checkpoint(5, false, 0, new ScoredLabel(1, .9, Mask)), Checkpoint(10, true, .4, new ScoredLabel(1, .9, Mask)),
            Checkpoint(20, true, .8, new ScoredLabel(0, .35, Mask)));
        Assert.Equal(
            [
                "fewer than half of the labels are right (precision at IoU .5): 0 at step 10",
                "more than half of the images have no label: 1 at step 20",
                "the threshold of the best F1 is further than 0.2 from the configured one: 0.3 at step 20",
                "fewer than half of the labels of the checkpoint before stayed: 0.4 at step 10",
            ],
            report.Warnings.Select(warning => warning.Split(';')[0]));
    }

    [Fact]
    public void A_teacher_of_label_maps_has_a_page_of_pixels_and_warnings_of_its_own()
    {
        var report = Report(Map(10, .9f, 0, null), Map(20, .2f, 255, new PixelDrift(4, 0, 0, 0)));
        var page = TeacherReportPage.Render(report);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains("Scores of pixels against hits at step 20", text);
        Assert.Contains("Pixels by class", text);
        Assert.DoesNotContain("By size of the object", text);
        Assert.Equal(
            [
                "fewer than half of the labeled pixels are right: 0.25 at step 10",
                "fewer than a tenth of the pixels have a label: 0 at step 20",
                "more than 95 % of the labeled pixels are of one class: 1 at step 10",
                "fewer than half of the labeled pixels of the checkpoint before stayed: 0 at step 20",
            ],
            report.Warnings.Select(warning => warning.Split(';')[0]));
    }

    [Fact]
    public void Labels_without_scores_have_a_page_without_curves()
    {
        var page = LabelReportPage.Render(Labels);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains("1 of 3 images of data have labels.", text);
        Assert.Contains("cluster_4", text);
        Assert.DoesNotContain("against hits", text);
    }

    // Four pixels, a car and three persons; all of them are said to be cars.
    private static LabeledCheckpoint Map(long step, float? score, ushort kept, PixelDrift? drift)
    {
        var counter = new PixelQualityCounter(["car <b>", "person"]);
        counter.Add(new JudgedPixels(
            new Plane<ushort>(4, 1, [0, 1, 1, 1]), new Plane<ushort>(4, 1, [kept, kept, kept, kept]), new Plane<ushort>(4, 1),
            score is { } value ? new Plane<float>(4, 1, [value, value, value, value]) : null));
        return new LabeledCheckpoint($"step_{step}", "all", step, true, null, null, .2)
        {
            Pixels = counter.Report(),
            PixelDrift = drift,
        };
    }

    private static TeacherReport Report(params IReadOnlyList<LabeledCheckpoint> checkpoints) => new()
    {
        Run = "runs/<r>",
        Split = "val",
        DataSet = "data",
        StudentMetric = "AP",
        Checkpoints = checkpoints,
        Links = [new("F1", "the student's AP at the same checkpoint", RankCorrelation.Of([(1, 2), (2, 3), (3, 1)]))],
        Notes = ["few checkpoints prove little"],
    };

    private static LabeledCheckpoint Checkpoint(long step, bool isTeacher, double? stayed, params ScoredLabel[] labels)
    {
        var counter = new LabelQualityCounter(["car <b>", "person"], [.7, .7], .7);
        counter.Add(new LabeledImage([new TrueObject(0, Mask)], labels));
        return new LabeledCheckpoint(
            $"step_{step}", "all", step, isTeacher, counter.Report(),
            stayed is { } share ? new LabelDrift(100, 90, (int)(100 * share), .8) : null, .2);
    }
}
