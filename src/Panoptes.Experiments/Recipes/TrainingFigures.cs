using Panoptes.Experiments.Settings;
using Panoptes.Training.Schedules;

namespace Panoptes.Experiments.Recipes;

/// <summary>What follows from the settings of a training: the numbers by which two trainings are compared.</summary>
/// <param name="Batch">Images in one update.</param>
/// <param name="Steps">Updates.</param>
/// <param name="WarmUpSteps">Updates of warm-up; 0 without one.</param>
/// <param name="Evaluations">Evaluations in the course of the training.</param>
/// <param name="TrainImages">Images of the training split, where known.</param>
public sealed record TrainingFigures(int Batch, long Steps, long WarmUpSteps, long Evaluations, long? TrainImages)
{
    /// <summary>Training samples in the whole training.</summary>
    public long Samples => Batch * Steps;

    /// <summary>Passes over the training split, where its size is known.</summary>
    public double? Epochs => TrainImages is > 0 ? (double)Samples / TrainImages : null;

    /// <summary>Share of the updates that are warm-up, 0 to 1.</summary>
    public double WarmUpShare => (double)WarmUpSteps / Steps;

    /// <summary>The figures of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="trainImages">Images of the training split, where known.</param>
    public static TrainingFigures Of(RunConfig config, long? trainImages = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var (train, every) = (config.Train, config.Train.Evaluation.Every);
        var warmUp = train.Schedule.WarmUp == WarmUp.None ? 0 : train.Schedule.WarmUpSteps;
        return new TrainingFigures(BatchOf(config), train.Steps, warmUp, every == 0 ? 0 : (train.Steps + every - 1) / every, trainImages);
    }

    /// <summary>Images in one update of a configuration: those of a forward pass times the passes that are accumulated.</summary>
    public static int BatchOf(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Train.BatchSize * config.Train.Accumulation;
    }
}
