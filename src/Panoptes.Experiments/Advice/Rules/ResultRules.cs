namespace Panoptes.Experiments.Advice.Rules;

/// <summary>What the course and the end of a training say.</summary>
internal static class ResultRules
{
    private const double FarBelowTarget = 5;
    private const double EarlyShare = 0.2;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A7", "still improving at the end", AdviceStage.After, StillRising),
        new("A9", "far below the published result", AdviceStage.After, FarBelow),
        new("A10", "first evaluation", AdviceStage.After, BadStart),
    ];

    /// <summary>Points of mIoU from the first to the last of the last three evaluations; null where there are fewer.</summary>
    public static double? Rise(AdviceSubject subject) => subject.Scores is [.., var first, _, var last] ? last.Score - first.Score : null;

    private static IEnumerable<Finding> StillRising(AdviceSubject subject)
    {
        if (subject.IsFinished && subject.Scores is [.., var first, var middle, var last]
            && first.Score < middle.Score && middle.Score < last.Score && last.Score - first.Score > subject.Config.Advisor.NoiseBand)
        {
            yield return new(
                $"the last three evaluations still rose: {first.Score:0.00}, {middle.Score:0.00}, {last.Score:0.00}",
                "train longer under a schedule of that length (raise train.steps and start anew); going on from the end of a finished "
                    + "poly schedule has no learning rate left");
        }
    }

    private static IEnumerable<Finding> FarBelow(AdviceSubject subject)
    {
        if (subject.IsFinished && subject.Target is { } target && subject.Score is { } score && target - score >= FarBelowTarget)
        {
            var start = subject.Scores[0];
            yield return new(
                $"{score:0.00} mIoU is {target - score:0.0} points below the published {target:0.00}",
                $"check in this order: weights (did the backbone's load report reach 100 %?), the first evaluation ({start.Score:0.0} at "
                    + $"step {start.Step}), batch-norm batch (A4), learning rate (A3), labels ('./panoptes data check'), resize before "
                        + "the crop (A11), test mode (A8)");
        }
    }

    private static IEnumerable<Finding> BadStart(AdviceSubject subject)
    {
        var started = subject.Scores.Where(point => point.Step >= subject.Figures.WarmUpSteps).Take(1);
        foreach (var (step, score) in subject.Target is { } goal ? started.Where(point => point.Score < EarlyShare * goal) : [])
        {
            yield return new(
                $"{score:0.00} mIoU at step {step}, the first evaluation after warm-up, is under a fifth of the published "
                    + $"{subject.Target:0.00}",
                "this looks like a random backbone or wrong input: check that model.weights were loaded, augmentation.mean and std, and "
                    + "that channels are not swapped (RGB and BGR)");
        }
    }
}
