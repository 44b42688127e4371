using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Loading;

/// <summary>Starts a model from the weight file of its configuration.</summary>
public static class Pretrained
{
    /// <summary>Loads <see cref="ModelConfig.Weights"/> into a model.</summary>
    /// <returns>What fitted, or null where the configuration names no file.</returns>
    /// <exception cref="Foundation.InputException">The file cannot be used or fits too little.</exception>
    public static LoadReport? Load(Segmenter model, ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Weights is null)
        {
            return null;
        }

        using var file = WeightFile.Open(config.Weights, config.WeightsPart);
        return WeightLoader.Load(model, file, config);
    }
}
