using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Locations;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Settings;

/// <summary>Everything that defines a run, from the images to the report.</summary>
public sealed record RunConfig : IValidated
{
    /// <summary>
    /// What is asked of the model: <c>semantic</c>, <c>panoptic</c> or <c>instance</c>; null for the first of the model's tasks that the
    /// labels allow.
    /// </summary>
    public SegmentationTask? Task { get; init; }

    /// <summary>
    /// The stages of the training, one after the other; empty for a training in one. <c>train.steps</c> is then their sum.
    /// </summary>
    public IReadOnlyList<StageConfig> Stages { get; init; } = [];

    /// <summary>Guided distillation, in place of <see cref="Stages"/>; null for none.</summary>
    public DistillationConfig? Distillation { get; init; }

    /// <summary>Rounds of self-training, in place of <see cref="Stages"/>; null for none.</summary>
    public SelfTrainingConfig? SelfTraining { get; init; }

    /// <summary>Where the run keeps what it makes.</summary>
    public RunSettings Run { get; init; } = new();

    /// <summary>Where the images and labels are and how they are read.</summary>
    public DataConfig Data { get; init; } = new();

    /// <summary>How a training sample is varied.</summary>
    public AugmentationConfig Augmentation { get; init; } = new();

    /// <summary>How samples are read ahead.</summary>
    public LoaderConfig Loader { get; init; } = new();

    /// <summary>Which network, and from which weights it starts.</summary>
    public ModelConfig Model { get; init; } = new();

    /// <summary>How long, how, and with which losses the model is trained, measured and saved.</summary>
    public TrainConfig Train { get; init; } = new();

    /// <summary>What the run's page shows.</summary>
    public ReportConfig Report { get; init; } = new();

    /// <summary>The published recipe that the configuration is compared with.</summary>
    public RecipeConfig Recipe { get; init; } = new();

    /// <summary>What the advisor is told.</summary>
    public AdvisorConfig Advisor { get; init; } = new();

    /// <summary>How labels are examined before training, and what is watched while it goes on.</summary>
    public DoctorConfig Doctor { get; init; } = new();

    /// <summary>Checks the settings of every part.</summary>
    /// <exception cref="Foundation.InputException">A setting is out of range; names it.</exception>
    public void Validate()
    {
        Run.Validate();
        Augmentation.Check();
        Loader.Check();
        Model.Validate();
        Train.Validate();
        Report.Validate();
        Recipe.Validate();
        Advisor.Validate();
        Doctor.Validate();
        Data.Sampler.Validate("data.sampler");
        Data.Corruption.Validate("data.corruption");
        foreach (var (name, stream) in Data.Streams)
        {
            stream.Validate(name);
        }

        ValidateStages();
    }

    private void ValidateStages()
    {
        Distillation?.Validate();
        SelfTraining?.Validate();
        var planned = new[]
            {
                (Distillation is not null, "distillation"), (SelfTraining is not null, "self_training"), (Stages.Count > 0, "stages"),
            }
            .Where(entry => entry.Item1).Select(entry => entry.Item2).ToList();
        Foundation.Require.That(
            planned.Count < 2, planned.LastOrDefault() ?? "", $"both {string.Join(" and ", planned)}", "one of them",
            "leave one out: each says what the stages of the run are");
        foreach (var stage in Stages)
        {
            stage.Validate();
        }

        if (Stages.GroupBy(stage => stage.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException("stages", $"two called '{twice.Key}'", "names that differ", "rename one");
        }

        var sum = Stages.Sum(stage => stage.Steps);
        if (Stages.Count > 0 && Train.Steps != sum)
        {
            throw new InputException(
                "train.steps", $"{Train.Steps}", $"{sum}, the steps of all stages together", $"set train.steps to {sum}");
        }

        if ((Stages.Count > 1 || planned.Count > 0) && Train.Evaluation.Patience is not null)
        {
            throw new InputException(
                "train.evaluation.patience", $"{Train.Evaluation.Patience} in a training of several stages", "null",
                "leave it out: stages end at their steps");
        }
    }
}
