using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>
/// The training pipeline with its draws frozen: whatever image and labels are sent through it are moved alike, and come out as they would
/// in a batch. Colors are left alone.
/// </summary>
public sealed class FrozenPipeline
{
    private readonly TrainTransform transform;
    private readonly AugmentationConfig config;
    private readonly long seed;

    /// <summary>Makes the pipeline.</summary>
    /// <param name="augmentation">How training varies its samples.</param>
    /// <param name="seed">Which draws.</param>
    public FrozenPipeline(AugmentationConfig augmentation, long seed)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        // What depends on colors or labels would draw anew for each thing sent through.
        config = augmentation with { Photometric = false, CatMaxRatio = 1 };
        (transform, this.seed) = (new TrainTransform(config), seed);
    }

    /// <summary>Sends an image and labels through.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">The labels, of any size of its aspect ratio.</param>
    /// <param name="place">Their place in the stream: the same place is moved the same way.</param>
    /// <exception cref="InputException">The labels do not have the image's aspect ratio.</exception>
    public PipelineOutput Send(RgbImage image, StoredLabels labels, int place)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(labels);
        var geometry = transform.DrawGeometry(image.Width, image.Height, null, new SeededRandom(seed, place));
        var area = geometry.Width * geometry.Height;
        var (planar, ids) = (new float[3 * area], new long[area]);
        var sample = new Sample(new SampleFiles(labels.File, labels.File, labels.File), image) { StoredLabels = labels };
        geometry = transform.Apply(sample, new SeededRandom(seed, place), planar, ids);
        for (var channel = 0; channel < 3; channel++)
        {
            var (mean, std) = ((float)config.Mean[channel], (float)config.Std[channel]);
            foreach (ref var value in planar.AsSpan(channel * area, area))
            {
                value = (value * std) + mean;
            }
        }

        return new PipelineOutput(geometry, planar, ids);
    }
}
