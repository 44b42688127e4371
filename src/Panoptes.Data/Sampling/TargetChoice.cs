using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Sampling;

/// <summary>Decides what the crop of a sample is laid round.</summary>
internal static class TargetChoice
{
    /// <summary>The parts that a sample must be read with for it.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="sampler">The settings.</param>
    public static SampleParts Needed(IDataset dataset, SamplerConfig sampler) =>
        sampler.Kind == SamplerKind.ThingCenter || (sampler is { Kind: SamplerKind.ClassPair, Anchor: CropAnchor.MaskPixel })
            ? SampleSegments.Layer(dataset) : SampleParts.None;

    /// <summary>The target of a crop; null where it lies anywhere.</summary>
    /// <param name="drawn">The target that was drawn before the sample was read.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="sampler">The settings.</param>
    /// <param name="voidTrainId">The train id of what is not learned.</param>
    /// <param name="random">Where draws come from; used only where something is drawn.</param>
    public static CropTarget? Of(CropTarget? drawn, Sample sample, SamplerConfig sampler, int voidTrainId, SeededRandom random)
    {
        var target = sampler.Kind == SamplerKind.ThingCenter ? ThingTarget.Draw(sample, sampler, voidTrainId, random) : drawn;
        return target is not null && sampler.Anchor == CropAnchor.MaskPixel
            ? TargetPoint.Draw(target, sample, new SeededDraws(random)) : target;
    }
}
