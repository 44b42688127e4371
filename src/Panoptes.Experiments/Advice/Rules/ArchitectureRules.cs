namespace Panoptes.Experiments.Advice.Rules;

/// <summary>What is peculiar to one architecture.</summary>
internal static class ArchitectureRules
{
    private const int MaskBatch = 8;
    private const double MaskClip = 0.01;
    private const double MaskBackboneRate = 0.1;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A16", "Mask2Former's recipe", AdviceStage.Before, MaskClassifier),
        new("A18", "random factorization in evaluation", AdviceStage.Before, RandomBases),
        new("A19", "weights of another head", AdviceStage.Before, OtherHead),
    ];

    private static IEnumerable<Finding> MaskClassifier(AdviceSubject subject)
    {
        if (subject.Traits.Group != "mask2former")
        {
            yield break;
        }

        var optimizer = subject.Config.Train.Optimizer;
        var backbone = optimizer.BackboneLearningRateMultiplier
            * (optimizer.Rules.FirstOrDefault(rule => rule.Key == "backbone")?.LearningRateMultiplier ?? 1);
        string[] off =
        [
            .. subject.Figures.Batch < MaskBatch ? new[] { $"a batch of {subject.Figures.Batch} instead of 16" } : [],
            .. optimizer.ClipNorm == MaskClip
                ? []
                : new[] { $"gradient norms clipped at {optimizer.ClipNorm?.ToString("G3") ?? "nothing"} instead of {MaskClip}" },
            .. backbone == MaskBackboneRate
                ? []
                : new[] { $"a backbone rate of {backbone:G3} times the base instead of {MaskBackboneRate}" },
        ];
        if (off.Length > 0)
        {
            yield return new(
                string.Join(", ", off),
                "results are unstable off the recipe: set train.optimizer.clip_norm=0.01 and "
                    + "train.optimizer.backbone_learning_rate_multiplier=0.1, and repeat seeds");
        }
    }

    private static IEnumerable<Finding> RandomBases(AdviceSubject subject)
    {
        if (subject.Traits.OpenSeed is { } key)
        {
            yield return new(
                $"the head factorizes each image from random bases, and {key} does not say which",
                $"name the seed that results are reported for ({key}=0, the default's), and report the spread over three: './panoptes "
                    + $"eval' with {key}=1 and 2");
        }
    }

    private static IEnumerable<Finding> OtherHead(AdviceSubject subject)
    {
        var model = subject.Config.Model;
        if (subject.WeightNames.Count > 0 && model.Family.Advise(model, subject.WeightNames) is { } advice)
        {
            yield return new($"{Path.GetFileName(model.Weights)} {advice.Found}", advice.Change);
        }
    }
}
