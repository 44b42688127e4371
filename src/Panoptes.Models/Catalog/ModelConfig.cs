using System.Diagnostics.CodeAnalysis;
using Panoptes.Foundation;
using Panoptes.Foundation.Settings;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>Which model, and from which weights it starts. Further settings are the family's own.</summary>
public sealed record ModelConfig
{
    private readonly ModelOptions? options;

    /// <summary>Which model: one of <see cref="ModelCatalog.Names"/>.</summary>
    public string Name { get; init; } = "deeplabv3plus_mobilenetv2";

    /// <summary>Number of classes, without void; set from the data set where null.</summary>
    public int? NumClasses { get; init; }

    /// <summary>
    /// Whether blocks are computed again in the backward pass instead of kept: less memory, about a third more time, the same gradients.
    /// </summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>
    /// Whether only the heads learn: the backbone keeps its weights and statistics, as DINOv2's features are judged. Needs weights.
    /// </summary>
    public bool FrozenBackbone { get; init; }

    /// <summary>Weight file to start from (of the whole model or of its backbone), or null for random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>
    /// Which dictionary of the weight file, such as "teacher", or what the wanted names begin with; null finds it, and loading says which
    /// was taken.
    /// </summary>
    public string? WeightsPart { get; init; }

    /// <summary>What to take from the weight file: all that fits, or the backbone alone.</summary>
    public WeightScope WeightsScope { get; init; } = WeightScope.All;

    /// <summary>Least share of the model's (or its backbone's) tensors that the weight file must fill, 0 to 1.</summary>
    public double MinimumCoverage { get; init; } = 0.9;

    /// <summary>The family's own settings; where none were given, the defaults of the built-in model of this name.</summary>
    /// <exception cref="InputException">None were given, and there is no built-in model of this name.</exception>
    [FurtherSettings(nameof(Name))]
    [AllowNull]
    public ModelOptions Options
    {
        get => options ?? ModelCatalog.BuiltIn.Defaults(Name);
        init => options = value;
    }

    /// <summary>The family of the model.</summary>
    /// <exception cref="InputException">There is no built-in model of this name, and no options say otherwise.</exception>
    public IModelFamily Family => options?.Family ?? ModelCatalog.BuiltIn.Family(Name);

    /// <summary>What recipes and advice need to know of the model's architecture.</summary>
    /// <exception cref="InputException">There is no built-in model of this name, and no options say otherwise.</exception>
    public ModelTraits Traits => Family.Traits(this);

    /// <summary>Translations of published weights' names: the built-in ones, and the family's own.</summary>
    internal IReadOnlyList<KeyMap> KeyMaps =>
        [.. ModelCatalog.BuiltIn.KeyMaps.Concat(Family.KeyMaps).Distinct(), .. Family.KeyMapsFor(this)];

    /// <summary>Number of classes, without void: Cityscapes' 19 where nothing is said.</summary>
    public int Classes => NumClasses ?? 19;

    /// <summary>The options as the family's own record.</summary>
    /// <typeparam name="T">The record that the family's <see cref="IModelFamily.Defaults"/> makes.</typeparam>
    /// <exception cref="InputException">They are of another family.</exception>
    public T OptionsAs<T>()
        where T : ModelOptions =>
        Options as T ?? throw new InputException(
            "model options", $"{Options.GetType().Name} for {Name}", typeof(T).Name, "give the model its own options");

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate()
    {
        if (!Family.Names.Contains(Name))
        {
            throw new InputException(
                "model options", $"{Options.GetType().Name} for {Name}", $"options of one of {string.Join(", ", Family.Names)}",
                "give the model its own options");
        }

        Require.That(NumClasses is null or (>= 1 and <= 65535), "model.num_classes", NumClasses, "1 to 65535", "change it");
        Require.That(MinimumCoverage is >= 0 and <= 1, "model.minimum_coverage", MinimumCoverage, "0 to 1", "change it");
        Require.That(
            !FrozenBackbone || Weights is not null, "model.frozen_backbone", "true without model.weights", "a weight file to keep",
            "set model.weights, or let the backbone learn");
        Options.Check(Name);
    }
}
