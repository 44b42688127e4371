using Panoptes.Diagnosis.Monitoring;

namespace Panoptes.Diagnosis.Tests.Monitoring;

public sealed class TrainingMonitorTests
{
    // The seed's tables, section 12.6: the broken run's evaluations every 500 steps, and the fixed one's.
    private static readonly double[] BrokenPQ = [.097, .094, .091, .088, .086, .079, .075, .071, .080, .083];
    private static readonly double[] FixedPQ = [.182, .190, .197, .204, .209, .214, .219, .225];

    [Fact]
    public void A_run_without_things_and_with_right_pixels_is_named_at_the_third_evaluation_that_counts()
    {
        var alarms = Run(new MonitorOptions { Steps = 8000 }, BrokenPQ.Select((pq, i) => new MonitorPoint(500 * (i + 1), pq, .002, .8, 2)));
        var alarm = Assert.Single(alarms);
        Assert.Equal((MonitorSign.ThingsMissing, 2000L), (alarm.Sign, alarm.Step));
        Assert.Contains("panoptes doctor labels", alarm.Text);
        Assert.Contains("0.2 %", alarm.Text);
    }

    [Fact]
    public void Quality_that_falls_below_half_of_the_labels_is_named()
    {
        var options = new MonitorOptions { Steps = 8000, LabelsPQ = .256 };
        var alarm = Assert.Single(Run(options, BrokenPQ.Select((pq, i) => new MonitorPoint(500 * (i + 1), pq, .03, .8, 2))));
        Assert.Equal((MonitorSign.QualityStuck, 2500L), (alarm.Sign, alarm.Step));
    }

    [Fact]
    public void A_loss_that_stays_above_the_reference_is_named_once()
    {
        var options = new MonitorOptions { Steps = 8000, ReferenceLoss = (_, step) => step < 1500 ? 2 : 1.5 };
        var alarm = Assert.Single(Run(options, BrokenPQ.Select((pq, i) => new MonitorPoint(500 * (i + 1), pq, .1, .8, 2.2))));
        Assert.Equal((MonitorSign.LossHigh, 2500L), (alarm.Sign, alarm.Step));
    }

    [Fact]
    public void A_sound_run_is_left_alone()
    {
        var options =
            new MonitorOptions { Steps = 4000, LabelsPQ = .256, LabelsPQThings = .152, ReferenceLoss = (_, _) => 1.9 };
        Assert.Empty(Run(options, FixedPQ.Select((pq, i) => new MonitorPoint(500 * (i + 1), pq, .056 + (.01 * i), .85, 2 - (.05 * i)))));
    }

    [Fact]
    public void Two_bad_evaluations_between_good_ones_do_not_count()
    {
        double[] things = [0, 0, .02, 0, 0, .02, 0, 0];
        Assert.Empty(Run(
            new MonitorOptions { Steps = 800 }, things.Select((pq, i) => new MonitorPoint(100 * (i + 1), .2, pq, .8, 2))));
    }

    [Fact]
    public void Evaluations_that_say_nothing_of_things_raise_no_alarm() => Assert.Empty(Run(
        new MonitorOptions { Steps = 800, LabelsPQ = .5, ReferenceLoss = (_, _) => null },
        Enumerable.Range(1, 8).Select(i => new MonitorPoint(100 * i, double.NaN, double.NaN, .9, double.NaN))));

    [Fact]
    public void Without_truth_it_speaks_of_agreement_with_held_out_labels() => Assert.Contains(
        "agreement with held-out labels", Assert.Single(Run(
            new MonitorOptions { Steps = 100, AgainstLabels = true },
            Enumerable.Range(2, 3).Select(i => new MonitorPoint(10 * i, .1, 0, .9, 1)))).Text);

    private static List<MonitorAlarm> Run(MonitorOptions options, IEnumerable<MonitorPoint> points)
    {
        var monitor = new TrainingMonitor(options);
        return [.. points.SelectMany(monitor.Add)];
    }

    [Theory]
    [InlineData("pq", "pq_things", "pixel_accuracy")]
    [InlineData("unsupervised_pq", "unsupervised_pq_things", "unsupervised_accuracy")]
    public void Numbers_are_read_by_the_names_of_either_protocol(string quality, string things, string accuracy)
    {
        var numbers = new Dictionary<string, double?> { [quality] = .5, [things] = .25, [accuracy] = .75 };
        Assert.Equal(new MonitorPoint(7, .5, .25, .75, 2), MonitorPoint.Of(7, numbers.GetValueOrDefault, 2));
        Assert.Equal(double.NaN, MonitorPoint.Of(7, _ => null, 2).PQ);
    }
}
