using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog.Families;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>Every model that can be asked for by name.</summary>
public static class ModelCatalog
{
    // A new family is a file under Families and a line here.
    private static readonly IModelFamily[] Families =
    [
        new DilatedFamily(),
        new HrNetFamily(),
        new SwinFamily(),
        new DinoFamily(),
        new SegformerFamily(),
        new SegnextFamily(),
        new Mask2FormerFamily(),
    ];

    /// <summary>The names, such as "deeplabv3plus_mobilenetv2", "pspnet_r50" or "segformer_b0".</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Families.SelectMany(family => family.Names)];

    /// <summary>Every translation of published weights' names, names as they are first; each is tried on every weight file.</summary>
    internal static IReadOnlyList<KeyMap> KeyMaps { get; } = [KeyMap.Identity, .. Families.SelectMany(family => family.KeyMaps).Distinct()];

    /// <summary>Makes a model with random weights, in training mode.</summary>
    /// <param name="config">Which model; its weight file is <see cref="Pretrained"/>'s business.</param>
    /// <exception cref="InputException">A setting is out of range, or none of the model's.</exception>
    public static Segmenter Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var model = Family(config.Name).Create(config);
        if (config.FrozenBackbone)
        {
            foreach (var backbone in model.Children.Select(child => child.Module).OfType<Backbone>())
            {
                backbone.Freeze();
            }
        }

        return model;
    }

    /// <summary>What a model can be asked for, what it is mostly trained for first.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InputException">There is no such model.</exception>
    public static IReadOnlyList<SegmentationTask> Tasks(string name) => Family(name).Tasks;

    /// <summary>Which of <see cref="ModelOptions.All"/> a model takes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    internal static IReadOnlyList<string> Options(string name) => Family(name).Options(name);

    private static IModelFamily Family(string name) => Families.FirstOrDefault(family => family.Names.Contains(name)) ?? throw Unknown(name);

    private static InputException Unknown(string name) => new(
        "model.name",
        $"'{name}'",
        $"one of {string.Join(", ", Names)}",
        NearestName.Of(name, Names) is string nearest ? $"did you mean {nearest}?" : "choose one of these");
}
