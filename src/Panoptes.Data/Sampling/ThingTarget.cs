using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>Draws one of the things of an image for a crop to be laid round.</summary>
internal static class ThingTarget
{
    /// <summary>One of the things that count, each as likely; null where the image has none.</summary>
    /// <param name="sample">The sample, read with its segments, or objects where it has none.</param>
    /// <param name="config">Which things count.</param>
    /// <param name="voidTrainId">The train id of what is not learned.</param>
    /// <param name="random">Where the draw comes from.</param>
    public static CropTarget? Draw(Sample sample, SamplerConfig config, int voidTrainId, SeededRandom random)
    {
        var all = SampleSegments.Of(sample, voidTrainId);
        IndexedSegment[] things = [.. all.Segments.Where(segment =>
            segment.IsThing && segment.Area >= config.MinPixels && !(segment.IsCrowd && config.ExcludeCrowd))];
        return things.Length == 0 ? null : new CropTarget(things[random.NextInt(0, things.Length)], all.Width, all.Height);
    }
}
