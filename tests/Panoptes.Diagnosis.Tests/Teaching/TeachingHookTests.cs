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

    private static List<TeachingAlarm> Run(
        int steps, Dictionary<string, double> parts, Dictionary<string, double> measures, bool hasSeveralClasses = true)
    {
        var said = new List<TeachingAlarm>();
        var hook = new TeachingHook(
            new TeachingMonitor([]), new WatchedStage("all", TeacherPhase.Fixed, TruthWeight: .5),
            [new WatchedTeacher("unlabeled", 2, hasSeveralClasses, () => 1)], ["road", "car"], said.Add);
        for (var step = 1; step <= steps; step++)
        {
            hook.OnRecord(null!, new StepRecord(step, 1, measures, 0, [], 1, 0, 1) { Parts = parts });
        }

        return said;
    }
}
