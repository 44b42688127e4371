using Panoptes.Metrics.LabelQuality;
using static Panoptes.Metrics.Tests.LabelQuality.Squares;

namespace Panoptes.Metrics.Tests.LabelQuality;

public sealed class LabelQualityTests
{
    // Two cars and a person; the first car is found twice, the second at an IoU of .6, the person is taken for a car.
    private static readonly LabeledImage Example = new(
        [Truth(Car, 0, 0, 10, 10), Truth(Car, 20, 0, 10, 10), Truth(Person, 0, 20, 10, 10)],
        [
            Label(Car, .9, 0, 0, 10, 10), Label(Car, .8, 0, 0, 10, 8), Label(Car, .75, 20, 0, 10, 6), Label(Car, .6, 0, 20, 10, 10),
            Label(Person, .4, 30, 30, 5, 5),
        ]);

    private static readonly LabelQualityReport Report = Squares.Report(.7, Example, new LabeledImage([], []));

    [Fact]
    public void What_is_above_the_threshold_counts_as_worked_out_by_hand()
    {
        Equal(2.0 / 3, Report.All.Precision);
        Equal(2.0 / 3, Report.All.Recall);
        Equal(1.0 / 3, Report.All.Precision75);
        Equal(1.0 / 3, Report.All.Recall75);
        Equal(.8, Report.All.Overlap);
        Equal(1, Report.All.ClassAccuracy);
        Equal(1.0 / 3, Report.All.Duplicates);
        Equal(1.5, Report.LabelsPerImage);
        Equal(1.5, Report.TruthsPerImage);
        Equal(.5, Report.Empty);
        Equal(2.0 / 3, Report.F1);
    }

    [Fact]
    public void A_label_in_the_place_of_another_class_is_a_match_of_the_wrong_class() =>
        Equal(2.0 / 3, Squares.Report(.5, Example).All.ClassAccuracy);

    [Fact]
    public void Classes_have_rows_of_their_own()
    {
        Assert.Equal(["car", "person"], Report.ByClass.Select(row => row.Name));
        Equal(1, Report.ByClass[Car].Recall);
        Equal(0, Report.ByClass[Person].Recall);
        Assert.True(double.IsNaN(Report.ByClass[Person].Precision));
    }

    [Fact]
    public void A_single_class_may_have_a_threshold_of_its_own()
    {
        var counter = new LabelQualityCounter(Names, [.85, .3], .7);
        counter.Add(Example);
        var report = counter.Report();
        Assert.Equal([1, 1], report.ByClass.Select(row => row.Labels));
        Equal(.5, report.All.Precision);
    }

    [Fact]
    public void Other_thresholds_keep_what_lies_above_them()
    {
        Assert.Equal(14, Report.Sweep.Count);
        Equal(.3, Report.Sweep[0].Threshold);
        Equal(.95, Report.Sweep[^1].Threshold);
        Equal(.4, Report.Sweep[0].Precision);
        Equal(2.0 / 3, Report.Sweep[0].Recall);
        Equal(.5, Report.Sweep[0].F1);
        Assert.Equal(4, Report.Sweep[2].Labels);
        Assert.True(double.IsNaN(Report.Sweep[^1].Precision));
        Equal(0, Report.Sweep[^1].F1);

        // .6 to .7 keep the same: the configured one is the best.
        Equal(.7, Report.Best!.Threshold);
        Equal(.6, Squares.Report(.3, Example).Best!.Threshold);
    }

    [Fact]
    public void Scores_are_held_against_hits()
    {
        Assert.Equal([0, 0, 0, 0, 1, 0, 1, 1, 1, 1], Report.Reliability.Select(bin => bin.Count));
        Equal(.75, Report.Reliability[7].Score);
        Equal(1, Report.Reliability[7].HitRate);
        Equal((.4 + .6 + .25 + .8 + .1) / 5, Report.CalibrationError);
    }

    [Fact]
    public void Scores_are_held_against_the_overlap_with_the_best_object()
    {
        Equal((.1 + 0 + .15 + .6) / 4, Report.Calibration[Car].LocalizationError);
        Equal(.4, Report.Calibration[Person].LocalizationError);
        Equal((.2125 + .4) / 2, Report.LocalizationError);

        // In one bin scores and overlaps are averaged before they are compared: |.81 - .9|.
        var one = Squares.Report(.5, new LabeledImage(
            [Truth(Car, 0, 0, 10, 10), Truth(Car, 20, 0, 10, 10)], [Label(Car, .80, 0, 0, 10, 10), Label(Car, .82, 20, 0, 10, 8)]));
        Equal(.09, one.LocalizationError);
    }

    [Fact]
    public void Localization_recall_precision_is_as_worked_out_by_hand()
    {
        Equal((.8 + 1) / 3, Report.Calibration[Car].Lrp);
        Equal(1, Report.Calibration[Person].Lrp);
        Equal(.8, Report.Lrp);

        // The surest label alone: one match without loss, one object missed.
        Equal(.5, Report.Calibration[Car].LeastLrp);
        Equal(.75, Report.LeastLrp);
    }

    [Fact]
    public void Sizes_are_those_of_the_objects_or_of_labels_that_match_none()
    {
        var report = Squares.Report(.5, new LabeledImage(
            [Truth(Car, 0, 0, 31, 33), Truth(Car, 40, 0, 32, 32), Truth(Car, 0, 60, 96, 96)],
            [Label(Car, .9, 0, 0, 32, 33), Label(Car, .9, 0, 60, 96, 96), Label(Car, .8, 150, 150, 40, 40)]));
        Assert.Equal([1, 1, 1], report.BySize.Select(row => row.Truths));
        Assert.Equal([1, 1, 1], report.BySize.Select(row => row.Labels));
        Assert.Equal([1, 0, 1], report.BySize.Select(row => row.Recall));
        Assert.Equal([1, 0, 1], report.BySize.Select(row => row.Precision));
    }

    [Fact]
    public void A_label_inside_of_a_crowd_counts_nowhere_and_the_crowd_need_not_be_found()
    {
        var report = Squares.Report(.5, new LabeledImage(
            [Truth(Car, 0, 0, 10, 10), Truth(Car, 50, 50, 100, 100, crowd: true)],
            [Label(Car, .9, 0, 0, 10, 10), Label(Car, .9, 60, 60, 10, 10), Label(Person, .9, 60, 60, 10, 10)]));
        Assert.Equal((1, 2), (report.All.Truths, report.All.Labels));
        Equal(1, report.All.Recall);
        Equal(0, report.Lrp);
    }

    [Fact]
    public void Nothing_at_all_is_no_number()
    {
        var report = Squares.Report(.5, new LabeledImage([], []));
        Assert.True(double.IsNaN(report.All.Precision) && double.IsNaN(report.F1) && double.IsNaN(report.Lrp));
        Assert.Null(report.Best);
        Equal(1, report.Empty);
    }

    private static void Equal(double expected, double found) => Assert.Equal(expected, found, 12);
}
