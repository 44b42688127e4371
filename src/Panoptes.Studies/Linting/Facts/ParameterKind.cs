namespace Panoptes.Studies.Linting.Facts;

/// <summary>What a parameter of a training is.</summary>
internal enum ParameterKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>Updates of the whole training.</summary>
    Iterations,

    /// <summary>Updates, said once more.</summary>
    GradientSteps,

    /// <summary>Images in one update.</summary>
    Batch,

    /// <summary>Images in one update on one device.</summary>
    DeviceBatch,

    /// <summary>Devices.</summary>
    Devices,

    /// <summary>Passes in one update.</summary>
    Accumulation,

    /// <summary>Training samples of the whole training.</summary>
    Samples,

    /// <summary>Passes over the data.</summary>
    Epochs,

    /// <summary>Learning rate.</summary>
    LearningRate,

    /// <summary>Updates of warm-up.</summary>
    WarmUp,

    /// <summary>Optimizer.</summary>
    Optimizer,

    /// <summary>Schedule of the learning rate.</summary>
    Schedule,

    /// <summary>Updates between evaluations or checkpoints.</summary>
    Interval,

    /// <summary>Size of crops.</summary>
    Crop,
}
