using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Engine;

/// <summary>Where a model's parameters stand: in its backbone, in which layer of it, or above it.</summary>
internal static class BackbonePlaces
{
    /// <summary>The part of groups whose rate follows the backbone's own schedule.</summary>
    public const string Backbone = "backbone";

    /// <summary>
    /// A function from a parameter's name to its place; the factor on its rate is the backbone's, times that of its layer.
    /// </summary>
    /// <param name="model">Whose parameters.</param>
    /// <param name="config">Factors of the backbone and of its layers.</param>
    /// <param name="isPart">Whether the backbone's parameters share no group with others.</param>
    /// <exception cref="InputException">Layers are to have rates of their own, and the model names none.</exception>
    public static Func<string, ParameterPlace> Of(Module model, OptimizerConfig config, bool isPart)
    {
        var (prefix, backbone) = Find(model);
        var layers = backbone?.LayerCount ?? 0;
        if (config.LayerDecay != 1 && layers == 0)
        {
            throw new InputException(
                "train.optimizer.layer_decay", $"{config.LayerDecay} for a model that names no layers", "1, or a plain vision transformer",
                "set train.optimizer.layer_decay=1, or choose another model");
        }

        var late = config.LayerDecaySparesLate && model is Segmenter segmenter ? segmenter.LateLayers : 0;
        return name =>
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new ParameterPlace("", 1);
            }

            var layer = backbone?.LayerOf(name[prefix.Length..]) ?? layers;
            var depth = layer >= layers - late ? 0 : layers - 1 - layer;
            return new ParameterPlace(
                isPart ? Backbone : "", config.BackboneLearningRateMultiplier * Math.Pow(config.LayerDecay, Math.Max(0, depth)));
        };
    }

    // A backbone inside of another is its part.
    private static (string Prefix, Backbone? Backbone) Find(Module model)
    {
        var (name, found) = model.NamedModules().FirstOrDefault(entry => entry.Module is Backbone);
        return found is Backbone backbone ? (name.Length == 0 ? "" : name + ".", backbone) : (Backbone + ".", null);
    }
}
