using Panoptes.Imaging;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Metrics.Tests.PixelQuality;

public sealed class PixelQualityTests
{
    private const ushort Void = 255;

    // Cars are 0, road is 1; kept from .6 on. The fifth pixel has no truth.
    private static readonly JudgedPixels Example = new(
        Map(0, 0, 1, 1, Void, 1), Map(0, 1, 1, Void, 0, 1), Map(0, 1, 1, 0, 0, 1),
        new Plane<float>(6, 1, [.95f, .65f, .85f, .35f, .9f, .99f]));

    private static readonly PixelQualityReport Report = Of(Example, JudgedPixels.Of(Map(Void), Map(Void)));

    [Fact]
    public void Kept_pixels_and_agreement_are_as_worked_out_by_hand()
    {
        Assert.Equal(5, Report.Pixels);
        Equal(4.0 / 5, Report.Kept);
        Equal(3.0 / 4, Report.Accuracy);
        Equal((.5 + (2.0 / 3)) / 2, Report.MeanIoU);
        Equal(.5, Report.Empty);
    }

    [Fact]
    public void Classes_have_rows_of_their_own()
    {
        var (car, road) = (Report.ByClass[0], Report.ByClass[1]);
        Assert.Equal((2L, 1L, 3L, 3L), (car.Truth, car.Labels, road.Truth, road.Labels));
        Equal(1, car.Kept);
        Equal(1, car.Precision);
        Equal(.5, car.Recall);
        Equal(.5, car.IoU);
        Equal(.25, car.ShareOfLabels);
        Equal(2.0 / 3, road.Kept);
        Equal(2.0 / 3, road.Precision);
        Equal(2.0 / 3, road.Recall);
        Equal(2.0 / 3, road.IoU);
        Assert.Equal("road", Report.Largest?.Name);
    }

    [Fact]
    public void Scores_are_held_against_hits_in_ten_bins()
    {
        Assert.Equal([0, 0, 0, 1, 0, 0, 1, 0, 1, 2], Report.Reliability.Select(bin => (int)bin.Count));
        Equal(.97, Report.Reliability[9].Score);
        Equal(1, Report.Reliability[9].HitRate);
        Equal(((2 * .03) + .65 + .15 + .35) / 5, Report.CalibrationError);
    }

    [Theory]
    [InlineData(.3, 1, .6)]
    [InlineData(.4, .8, .75)]
    [InlineData(.7, .6, 1)]
    [InlineData(.95, .4, 1)]
    [InlineData(.99, .2, 1)]
    public void Other_thresholds_keep_what_reaches_them(double threshold, double kept, double accuracy)
    {
        var point = Report.Sweep.Single(one => one.Threshold == threshold);
        Equal(kept, point.Kept);
        Equal(accuracy, point.Accuracy);
    }

    [Fact]
    public void Labels_without_scores_say_nothing_of_calibration()
    {
        var report = Of(JudgedPixels.Of(Example.Truth, Example.Kept));
        Equal(Report.Accuracy, report.Accuracy);
        Assert.Empty(report.Sweep);
        Assert.Empty(report.Reliability);
        Assert.True(double.IsNaN(report.CalibrationError));
    }

    [Fact]
    public void Nothing_at_all_is_no_number()
    {
        var report = Of();
        Assert.All([report.Kept, report.Accuracy, report.MeanIoU, report.Empty], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Pixels_that_both_networks_label_may_be_labeled_otherwise()
    {
        var drift = PixelDrift.Of([LabelRuns.Of(Map(0, 0, 1, Void, Void))], [LabelRuns.Of(Map(0, 1, 1, 0, Void))], 2);
        Assert.Equal(new PixelDrift(3, 4, 3, 1), drift);
        Equal(1.0 / 3, drift.ChangedShare);
        Equal(2.0 / 3, drift.StayedShare);
    }

    private static PixelQualityReport Of(params JudgedPixels[] images)
    {
        var counter = new PixelQualityCounter(["car", "road", "sky"]);
        Array.ForEach(images, counter.Add);
        return counter.Report();
    }

    private static Plane<ushort> Map(params ushort[] labels) => new(labels.Length, 1, labels);

    private static void Equal(double expected, double actual) => Assert.Equal(expected, actual, 6);
}
