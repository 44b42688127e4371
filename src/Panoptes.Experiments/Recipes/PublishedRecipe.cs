using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Recipes;

/// <summary>A recipe with its settings as published, without any variant.</summary>
/// <param name="Name">Its name, such as <c>cityscapes/segformer-b3</c>, or the file it was read from.</param>
/// <param name="Config">Every setting.</param>
public sealed record PublishedRecipe(string Name, RunConfig Config)
{
    /// <summary>Images in one update.</summary>
    public int Batch => Config.Recipe.Batch ?? TrainingFigures.BatchOf(Config);

    /// <summary>Training samples in the whole training.</summary>
    public long Samples => Config.Train.Steps * Batch;
}
