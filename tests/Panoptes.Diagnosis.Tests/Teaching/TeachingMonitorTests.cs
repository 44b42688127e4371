using Panoptes.Diagnosis.Teaching;

namespace Panoptes.Diagnosis.Tests.Teaching;

public sealed class TeachingMonitorTests
{
    [Fact]
    public void No_label_for_200_steps_is_said_once()
    {
        var alarm = Assert.Single(Steps(500, step => Sound(step) with { Empty = step is > 50 and < 480 ? 1 : .5 }));
        Assert.Equal((TeachingSign.NoLabels, 250L), (alarm.Sign, alarm.Step));
        Assert.Contains("no image of unlabeled", alarm.Text);
    }

    [Fact]
    public void A_single_label_in_200_steps_is_enough() =>
        Assert.Empty(Steps(600, step => Sound(step) with { Empty = step % 200 == 0 ? .9 : 1 }));

    [Fact]
    public void One_class_for_three_logged_steps_is_said_with_its_name()
    {
        var alarm = Assert.Single(Steps(60, step => Sound(step) with { LargestClass = step % 10 == 0 ? .97 : double.NaN }));
        Assert.Equal((TeachingSign.OneClass, 30L), (alarm.Sign, alarm.Step));
        Assert.StartsWith("97 % of the teacher's labels of unlabeled are 'road'", alarm.Text);
    }

    [Fact]
    public void A_loss_of_labels_that_is_ten_times_that_of_the_truth_is_said()
    {
        var alarm = Assert.Single(Steps(100, step => Sound(step) with { TaughtLoss = 12 }));
        Assert.Equal((TeachingSign.LossHigh, 50L), (alarm.Sign, alarm.Step));
        Assert.Contains("12 times", alarm.Text);
        Assert.Empty(Steps(100, step => Sound(step) with { TaughtLoss = step == 70 ? 200 : 1 }));
    }

    [Fact]
    public void A_score_that_falls_three_times_after_the_hand_over_is_said()
    {
        var alarm = Assert.Single(Points(
            [.50, .52, .51, .49, .46, .40], TeacherPhase.Following, (_, _) => double.NaN, _ => 1));
        Assert.Equal((TeachingSign.MetricFalls, 500L), (alarm.Sign, alarm.Step));
        Assert.Contains("from 0.52 to 0.46", alarm.Text);
    }

    [Fact]
    public void Falls_before_the_hand_over_small_ones_and_those_with_a_rise_between_are_left_alone()
    {
        Assert.Empty(Points([.5, .4, .3, .2, .1], TeacherPhase.Fixed, (_, _) => double.NaN, _ => 1));
        Assert.Empty(Points([.500, .499, .498, .497], TeacherPhase.Following, (_, _) => double.NaN, _ => 1));
        Assert.Empty(Points([.5, .4, .3, .31, .2, .1], TeacherPhase.Following, (_, _) => double.NaN, _ => 1));
    }

    [Fact]
    public void A_network_that_agrees_ever_better_with_labels_and_worse_with_the_truth_is_misled()
    {
        var alarm = Assert.Single(Points([.5, .45, .4, .35], TeacherPhase.Fixed, (_, _) => double.NaN, i => 2 - (.1 * i)));
        Assert.Equal((TeachingSign.Misled, 400L), (alarm.Sign, alarm.Step));
    }

    [Fact]
    public void A_teacher_that_falls_ever_further_behind_is_said()
    {
        var alarm = Assert.Single(Points([.3, .4, .5], TeacherPhase.Following, (i, student) => student - (.04 * (i + 1)), _ => 1));
        Assert.Equal((TeachingSign.Behind, 300L), (alarm.Sign, alarm.Step));
        Assert.Empty(Points([.3, .4, .5], TeacherPhase.Following, (_, student) => student - .04, _ => 1));
    }

    [Fact]
    public void What_an_earlier_attempt_said_is_not_said_again()
    {
        var monitor = new TeachingMonitor([TeachingSign.NoLabels]);
        var watch = new LabelWatch("unlabeled", () => null);
        Assert.Empty(Enumerable.Range(1, 300).SelectMany(step => monitor.Add(watch, Sound(step) with { Empty = 1 })));
    }

    [Fact]
    public void A_healthy_course_is_left_alone()
    {
        Assert.Empty(Steps(600, step => Sound(step) with { LargestClass = step % 50 == 0 ? .6 : double.NaN }));
        Assert.Empty(Points(
            [.30, .34, .33, .36, .38, .37, .369, .366, .39, .40], TeacherPhase.Following, (_, student) => student + .01,
            i => 2 - (.1 * i)));
    }

    private static TeachingStep Sound(long step) => new(step, .1, 1, 1.5);

    private static List<TeachingAlarm> Steps(int count, Func<long, TeachingStep> step)
    {
        var (monitor, watch) = (new TeachingMonitor([]), new LabelWatch("unlabeled", () => "road"));
        return [.. Enumerable.Range(1, count).SelectMany(i => monitor.Add(watch, step(i)))];
    }

    private static List<TeachingAlarm> Points(
        double[] scores, TeacherPhase phase, Func<int, double, double> teacher, Func<int, double> loss)
    {
        var monitor = new TeachingMonitor([]);
        return
        [
            .. scores.SelectMany((score, i) => monitor.Add(
                new TeachingPoint(100 * (i + 1), "all", phase, score, teacher(i, score), loss(i)))),
        ];
    }
}
