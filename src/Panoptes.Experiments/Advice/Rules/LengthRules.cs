using Panoptes.Experiments.Events;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Advice.Rules;

/// <summary>How long a training is, and how its time is spent.</summary>
internal static class LengthRules
{
    private const double EnoughOfRecipe = 0.5;
    private const double LongWarmUp = 0.1;
    private const int FewEvaluations = 8;
    private const double MuchEvaluation = 0.25;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A6", "shorter than the recipe", AdviceStage.Before, UnderTrained),
        new("A13", "warm-up", AdviceStage.Before, OddWarmUp),
        new("A14", "evaluation interval", AdviceStage.Before, OddInterval),
        new("A20", "early stopping before the decay", AdviceStage.Before, StopsEarly),
        new("A21", "stated number of samples", AdviceStage.Before, WrongSamples),
    ];

    private static IEnumerable<Finding> UnderTrained(AdviceSubject subject)
    {
        if (subject.Recipe is not { } recipe)
        {
            yield break;
        }

        var (figures, steps) = (subject.Figures, recipe.Config.Train.Steps);
        var (ofSamples, ofSteps) = ((double)figures.Samples / recipe.Samples, (double)figures.Steps / steps);
        if (Math.Min(ofSamples, ofSteps) < EnoughOfRecipe)
        {
            var slope = ResultRules.Rise(subject) is { } rise ? $", and the last three evaluations moved by {rise:+0.00;-0.00} points" : "";
            yield return new(
                $"{figures.Samples:#,0} samples in {figures.Steps:#,0} steps: {100 * ofSamples:0} % of the samples and {100 * ofSteps:0} "
                    + $"% of the steps of {recipe.Name} ({recipe.Samples:#,0} in {steps:#,0}){slope}",
                "expect an under-trained result, or raise train.steps; the shortening is no difference between models");
        }
    }

    private static IEnumerable<Finding> OddWarmUp(AdviceSubject subject)
    {
        var (figures, train) = (subject.Figures, subject.Config.Train);
        if (figures.WarmUpShare > LongWarmUp)
        {
            var (few, many) = (Math.Max(1, figures.Steps / 100), Math.Max(1, figures.Steps / 10));
            yield return new(
                $"{figures.WarmUpSteps:#,0} of {figures.Steps:#,0} steps are warm-up ({100 * figures.WarmUpShare:0.#} %)",
                $"lower train.schedule.warm_up_steps to {few:#,0}{(many > few ? $"-{many:#,0}" : "")}");
        }
        else if (figures.WarmUpSteps == 0 && train.Optimizer.Name == OptimizerKind.AdamW
            && subject.Recipe?.Config.Train is not { Schedule.WarmUpSteps: 0, Optimizer.Name: OptimizerKind.AdamW })
        {
            var wanted = Math.Max(1, subject.Recipe?.Config.Train.Schedule.WarmUpSteps is > 0 and var steps
                ? Math.Min(steps, figures.Steps / 20)
                : figures.Steps / 40);
            yield return new(
                "AdamW without warm-up: its first steps have no estimate of the gradient's size yet",
                $"set train.schedule.warm_up=linear train.schedule.warm_up_steps={wanted}");
        }
    }

    private static IEnumerable<Finding> OddInterval(AdviceSubject subject)
    {
        var figures = subject.Figures;
        if (figures.Evaluations < FewEvaluations)
        {
            yield return new(
                figures.Evaluations == 0
                    ? "nothing is evaluated while training"
                    : $"{figures.Evaluations} evaluations in {figures.Steps:#,0} steps are few to see a course in",
                $"set train.evaluation.every={Math.Max(1, figures.Steps / 10)}");
        }

        var seconds = subject.History.Events.OfType<EvaluationPoint>().Sum(point => point.Seconds);
        var share = subject.History.Seconds > 0 ? seconds / subject.History.Seconds : 0;
        if (share > MuchEvaluation)
        {
            yield return new(
                $"evaluations took {100 * share:0} % of the run's time",
                "raise train.evaluation.every, or make evaluations cheaper (train.evaluation.batch_size, a smaller split)");
        }
    }

    private static IEnumerable<Finding> StopsEarly(AdviceSubject subject)
    {
        var (figures, evaluation) = (subject.Figures, subject.Config.Train.Evaluation);
        var patience = (evaluation.Patience ?? 0) * evaluation.Every;
        var least = figures.WarmUpSteps + (figures.Steps / 10);
        if (evaluation.Patience is not null && patience < least)
        {
            yield return new(
                $"training stops after {evaluation.Patience} evaluations without a better one, {patience:#,0} steps; warm-up and a tenth "
                    + $"of the training are {least:#,0}",
                "a poly schedule gains most in its last part, which early stopping cuts off: raise train.evaluation.patience, or set "
                    + "it to null");
        }
    }

    private static IEnumerable<Finding> WrongSamples(AdviceSubject subject)
    {
        var figures = subject.Figures;
        if (subject.Config.Recipe.Samples is { } stated && stated != figures.Samples)
        {
            yield return new(
                $"{stated:#,0} samples are stated, but {figures.Steps:#,0} steps of {figures.Batch} images are {figures.Samples:#,0} "
                    + $"({(double)figures.Samples / stated:0.##} times as many)",
                "correct recipe.samples, train.steps or train.batch_size: trainings of unlike length are being compared otherwise");
        }
    }
}
