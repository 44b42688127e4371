using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Advice;

/// <summary>Makes what the advisor looks at.</summary>
internal static class Subjects
{
    /// <summary>A shipped recipe with other settings.</summary>
    public static RunConfig Recipe(string name, params string[] settings) =>
        ConfigReader.Resolve<RunConfig>(
            Path.Combine(Repository.Root, "configs", "cityscapes", name + ".yaml"), settings, keepUnset: true).Value;

    /// <summary>The course of a run: an evaluation with this mIoU in percent at every interval, and steps at one speed.</summary>
    public static RunHistory Course(
        RunConfig config, IEnumerable<double> scores, double stepsPerSecond = 4, double evaluationSeconds = 1, double dataWait = 0,
        double runSeconds = 1000)
    {
        var every = config.Train.Evaluation.Every;
        var events = new List<RunEvent> { new AttemptStarted { Attempt = 1, Steps = config.Train.Steps } };
        foreach (var (score, index) in scores.Select((score, index) => (score, index)))
        {
            var step = Math.Min(config.Train.Steps, (index + 1) * every);
            var images = stepsPerSecond * config.Train.BatchSize * config.Train.Accumulation;
            events.Add(new TrainPoint { Attempt = 1, Step = step, ImagesPerSecond = images, DataWait = dataWait });
            events.Add(new EvaluationPoint
            {
                Attempt = 1,
                Step = step,
                Split = config.Data.ValSplit,
                Metrics = [new MetricRow { Name = "mean_iou", Value = score / 100 }],
                Seconds = evaluationSeconds,
            });
        }

        events[^1] = events[^1] with { Ms = 1000 * runSeconds };
        return new RunHistory(events, 1, 0, 0);
    }

    /// <summary>The ids of the rules that found something.</summary>
    public static IReadOnlyList<string> Ids(IEnumerable<AdviceItem> advice) => [.. advice.Select(item => item.Id).Distinct()];

    /// <summary>The advice of one rule.</summary>
    public static IReadOnlyList<AdviceItem> Of(string id, RunConfig config, RunHistory? history = null, params AdviceSubject[] others) =>
        [.. Advisor.On(new AdviceSubject("this", config, history, others)).Where(item => item.Id == id)];
}
