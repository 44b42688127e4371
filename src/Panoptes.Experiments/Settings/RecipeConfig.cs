using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>The published recipe that a configuration follows or departs from. None of this changes what a run computes.</summary>
public sealed record RecipeConfig
{
    /// <summary>
    /// Name of the recipe, such as <c>cityscapes/segformer-b3</c>, or the path of a YAML file; null looks it up by the model's name where
    /// the data are Cityscapes, and means none elsewhere.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Images in one update that the recipe's learning rate, steps and warm-up belong to; null takes the recipe's own batch.
    /// </summary>
    public int? Batch { get; init; }

    /// <summary>Published mIoU in percent on the validation split, one scale; null where there is none to expect.</summary>
    public double? Target { get; init; }

    /// <summary>Where the recipe and its result were published.</summary>
    public string? Source { get; init; }

    /// <summary>The variant of the configuration that was chosen with <c>variant=NAME</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>Settings (a path stands for all below it) whose difference from the recipe or from another run is intended.</summary>
    public IReadOnlyList<string> Declared { get; init; } = [];

    /// <summary>
    /// Training samples that a report or a plan states for this configuration, to be checked against steps times batch; null states none.
    /// </summary>
    public long? Samples { get; init; }

    /// <summary>Checks ranges, and that the recipe exists.</summary>
    /// <exception cref="InputException">A setting is out of range; named with its key.</exception>
    public void Validate()
    {
        Require.That(Batch is null or >= 1, "recipe.batch", Batch, "at least 1", "change recipe.batch, or leave it out");
        Require.That(Samples is null or >= 1, "recipe.samples", Samples, "at least 1", "change recipe.samples, or leave it out");
        Require.That(
            Target is null or (> 0 and <= 100), "recipe.target", Target, "a percentage above 0 and up to 100",
            "change recipe.target, or leave it out");
        if (Name is { } name && !RecipeFiles.IsKnown(name))
        {
            var near = NearestName.Of(name, RecipeFiles.Names);
            throw new InputException(
                "recipe.name", $"'{name}'", $"one of {string.Join(", ", RecipeFiles.Names)}, or a YAML file",
                near is null ? "choose one of them, or leave it out" : $"did you mean '{near}'?");
        }
    }
}
