using Panoptes.Diagnosis.Teaching;
using Panoptes.Training.Engine;

namespace Panoptes.Diagnosis.Tests.Teaching;

public sealed class TeachingHookTests
{
    [Fact]
    public void Losses_of_the_teachers_stream_are_held_against_the_others_without_the_weight_that_they_have()
    {
        // 2 x 11 of the teacher, .5 x 1 of the truth; measures add nothing.
        var alarm = Assert.Single(Run(60, new() { ["loss_ce"] = .2, ["loss_dice"] = .3, ["unlabeled.loss_ce"] = 22 }, new()));
        Assert.Equal((TeachingSign.LossHigh, 50L), (alarm.Sign, alarm.Step));
        Assert.Contains("11 times", alarm.Text);
        Assert.Empty(Run(60, new() { ["loss_ce"] = .5, ["unlabeled.loss_ce"] = 19 }, new()));
    }

    [Fact]
    public void Measures_are_read_under_the_name_of_the_stream()
    {
        Assert.Equal(TeachingSign.NoLabels, Assert.Single(Run(201, [], new() { ["unlabeled.teacher_empty"] = 1 })).Sign);
        Assert.Empty(Run(201, [], new() { ["teacher_empty"] = 1 }));
        Assert.Contains("'car'", Assert.Single(Run(3, [], new() { ["unlabeled.teacher_largest_class"] = 1 })).Text);
        Assert.Empty(Run(3, [], new() { ["unlabeled.teacher_largest_class"] = 1 }, hasSeveralClasses: false));
    }

    [Theory]
    [InlineData(.8, .39, true)]
    [InlineData(.8, .41, false)]
    [InlineData(.15, .01, false)]
    public void A_student_that_no_longer_agrees_with_the_labels_is_told_of_once(double before, double after, bool told)
    {
        var said = new List<TeachingAlarm>();
        var hook = Hook(said.Add);
        for (var step = 1; step <= 12; step++)
        {
            var found = step > 5 ? after : before;
            Record(hook, step, [], new() { ["unlabeled.teacher_found"] = found, ["unlabeled.teacher_class_agreement"] = 1 });
        }

        Assert.Equal(
            told ? [(TeachingSign.Disagreement, 10)] : Array.Empty<(TeachingSign, long)>(), said.Select(alarm => (alarm.Sign, alarm.Step)));
    }

    [Fact]
    public void A_student_that_finds_no_label_agrees_with_none()
    {
        var said = new List<TeachingAlarm>();
        var hook = Hook(said.Add);
        for (var step = 1; step <= 10; step++)
        {
            Record(hook, step, [], step > 5
                ? new() { ["unlabeled.teacher_found"] = 0 } : new() { ["unlabeled.teacher_class_agreement"] = .9 });
        }

        // Two of five steps with .9 are less than half of it.
        Assert.Equal(8, Assert.Single(said).Step);
        Assert.Contains("with 36 % of the teacher's labels of unlabeled, after 90 % before", said[0].Text);
    }

    private static List<TeachingAlarm> Run(
        int steps, Dictionary<string, double> parts, Dictionary<string, double> measures, bool hasSeveralClasses = true)
    {
        var said = new List<TeachingAlarm>();
        var hook = Hook(said.Add, hasSeveralClasses);
        for (var step = 1; step <= steps; step++)
        {
            Record(hook, step, parts, measures);
        }

        return said;
    }

    private static TeachingHook Hook(Action<TeachingAlarm> said, bool hasSeveralClasses = true) => new(
        new TeachingMonitor([]), new WatchedStage("all", TeacherPhase.Fixed, TruthWeight: .5),
        [new WatchedTeacher("unlabeled", 2, hasSeveralClasses, () => 1)], ["road", "car"], said);

    private static void Record(TeachingHook hook, long step, Dictionary<string, double> parts, Dictionary<string, double> measures) =>
        hook.OnRecord(null!, new StepRecord(step, 1, measures, 0, [], 1, 0, 1) { Parts = parts });
}
