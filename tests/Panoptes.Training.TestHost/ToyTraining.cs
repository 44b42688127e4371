using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.TestHost;

/// <summary>A small training with everything switched on, as the tests run it in and out of process.</summary>
public static class ToyTraining
{
    public const int Classes = 4;

    public static TrainConfig Config(long steps, long every = 3, OptimizerKind optimizer = OptimizerKind.AdamW) => new()
    {
        Steps = steps,
        BatchSize = 2,
        Seed = 7,
        Threads = 1,
        LogEvery = 1,
        Optimizer = new OptimizerConfig { Name = optimizer, LearningRate = 0.01, ClipNorm = 5 },
        Schedule = new ScheduleConfig { WarmUpSteps = Math.Min(5, steps - 1) },
        Checkpoint = new CheckpointConfig { Every = every },
    };

    public static Trainer Create(TrainConfig config, params IHook[] hooks) => Create(config, null, hooks);

    public static Trainer Create(TrainConfig config, string? diagnostics, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(Classes, config.BatchSize, 16, config.Seed);
        var recipe = new TrainingSetup(new TinySegmenter(Classes), scenes.Take, [new GroundTruth(config.Loss)]);
        return new Trainer(recipe, config, hooks, Device.Cpu, diagnostics);
    }

    /// <summary>Every parameter as bytes: what only an update may change.</summary>
    public static byte[] Parameters(Trainer trainer)
    {
        using var scope = TensorScope.Open();
        return [.. trainer.Model.NamedParameters().SelectMany(entry => entry.Tensor.Detach().Contiguous().Bytes().ToArray())];
    }

    /// <summary>Every weight and buffer as bytes, in state-dict order.</summary>
    public static byte[] Weights(Trainer trainer) => Weights(trainer.Model);

    /// <summary>Every weight and buffer as bytes, in state-dict order.</summary>
    public static byte[] Weights(Module model)
    {
        using var scope = TensorScope.Open();
        return [.. model.StateDict().SelectMany(entry => entry.Tensor.Detach().Contiguous().Bytes().ToArray())];
    }
}
