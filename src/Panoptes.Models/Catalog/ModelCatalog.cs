using Panoptes.Foundation;
using Panoptes.Foundation.Settings;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Catalog.Families.Dino;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Catalog.Families.Espnet;
using Panoptes.Models.Catalog.Families.HighResolution;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Segnext;
using Panoptes.Models.Catalog.Families.Swin;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>The models that can be asked for by name. A catalog does not change: <see cref="With"/> makes another.</summary>
public sealed class ModelCatalog : ISettingsCatalog
{
    private ModelCatalog(IReadOnlyList<IModelFamily> families)
    {
        Families = families;
        Names = [.. families.SelectMany(family => family.Names)];
    }

    /// <summary>The models that come with Panoptes. A new family is a folder under Families and a line here.</summary>
    public static ModelCatalog BuiltIn { get; } = new(
    [
        DilatedFamily.Instance,
        HrNetFamily.Instance,
        SwinFamily.Instance,
        DinoFamily.Instance,
        SegformerFamily.Instance,
        SegnextFamily.Instance,
        EspNetFamily.Instance,
        Mask2FormerFamily.Instance,
        PanopticFcnFamily.Instance,
        EomtFamily.Instance,
        PmtFamily.Instance,
        DetectorFamily.Instances,
        DetectorFamily.Panoptic,
    ]);

    /// <summary>The families.</summary>
    public IReadOnlyList<IModelFamily> Families { get; }

    /// <summary>The names, such as "deeplabv3plus_mobilenetv2", "pspnet_r50" or "segformer_b0".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    Type ISettingsCatalog.Kind => typeof(ModelOptions);

    /// <summary>Every translation of published weights' names, names as they are first; each is tried on every weight file.</summary>
    internal IEnumerable<KeyMap> KeyMaps => [KeyMap.Identity, .. Families.SelectMany(family => family.KeyMaps).Distinct()];

    /// <summary>A catalog that has another family, too.</summary>
    /// <param name="family">The family; its names must be new.</param>
    /// <exception cref="InputException">One of its names is taken.</exception>
    public ModelCatalog With(IModelFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return family.Names.FirstOrDefault(Names.Contains) is string taken
            ? throw new InputException("a family of models", $"the name '{taken}', which is taken", "names of its own", "rename the model")
            : new ModelCatalog([.. Families, family]);
    }

    /// <summary>The family of a model.</summary>
    /// <exception cref="InputException">There is no such model.</exception>
    public IModelFamily Family(string name) => Families.FirstOrDefault(family => family.Names.Contains(name)) ?? throw Unknown(name);

    /// <summary>A model's own settings with its defaults.</summary>
    /// <exception cref="InputException">There is no such model.</exception>
    public ModelOptions Defaults(string name) => Family(name).Defaults(name);

    /// <inheritdoc/>
    object ISettingsCatalog.Defaults(string name) => Defaults(name);

    /// <summary>What a model can be asked for, what it is mostly trained for first.</summary>
    /// <exception cref="InputException">There is no such model.</exception>
    public IReadOnlyList<SegmentationTask> Tasks(string name) => Family(name).Tasks;

    /// <summary>Makes a model with random weights, in training mode.</summary>
    /// <param name="config">Which model; where it has no options, a model of <see cref="BuiltIn"/>. Its weight file is
    /// <c>Pretrained</c>'s business.</param>
    /// <exception cref="InputException">A setting is out of range, or none of the model's.</exception>
    public static Segmenter Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var model = config.Family.Create(config);
        if (config.FrozenBackbone)
        {
            foreach (var backbone in model.Children.Select(child => child.Module).OfType<Backbone>())
            {
                backbone.Freeze();
            }
        }

        return model;
    }

    private InputException Unknown(string name) => new(
        "model.name",
        $"'{name}'",
        $"one of {string.Join(", ", Names)}",
        NearestName.Of(name, Names) is string nearest ? $"did you mean {nearest}?" : "choose one of these");
}
