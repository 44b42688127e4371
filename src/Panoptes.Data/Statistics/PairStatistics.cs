using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Statistics;

/// <summary>What a sampler of pairs draws: how often each class and size, and how large segments are then. Reads no image.</summary>
/// <param name="Pairs">Pairs that were drawn.</param>
/// <param name="Images">Images that they show.</param>
/// <param name="Classes">By class, in the order of the class table.</param>
/// <param name="Sizes">By the size asked for, all classes together; stuff last.</param>
public sealed record PairStatistics(int Pairs, int Images, IReadOnlyList<PairClass> Classes, IReadOnlyList<PairSizes> Sizes)
{
    /// <summary>Draws the first pairs of a stream.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="sampling">How pairs are drawn.</param>
    /// <param name="augmentation">How crops are made.</param>
    /// <param name="seed">The stream's seed.</param>
    /// <param name="pairs">How many, at least 1.</param>
    /// <exception cref="InputException">No pairs are drawn, or not even one.</exception>
    public static PairStatistics Draw(
        IDataset dataset, CropSampling sampling, AugmentationConfig augmentation, long seed, int pairs)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(sampling);
        Require.AtLeast("pairs", pairs, 1);
        var segments = sampling.Segments ?? throw new InputException(
            "data.sampler.kind", "a sampler without pairs", "class_pair", "set data.sampler.kind=class_pair");
        var (sampler, transform) = (new PairSampler(segments, sampling.Config, seed), new TrainTransform(augmentation, sampling.Config));
        var crops = Enumerable.Range(0, pairs).SelectMany(pair => Enumerable.Range(0, 2).Select(crop => sampler.Crop(pair, crop)))
            .Select((draw, place) => new DrawnCrop(place / 2, draw.Image, draw.Target, Size(transform, draw.Target, seed, place)))
            .ToList();
        var classes = crops.GroupBy(crop => crop.Target.Segment.TrainId).OrderBy(group => group.Key).Select(group => new PairClass(
            dataset.Classes.Names[group.Key], segments.ImagesOf(group.Key).Count, group.Count() / 2,
            group.Select(crop => crop.Image).Distinct().Count(),
            group.GroupBy(crop => crop.Pair).Count(pair => pair.Select(crop => crop.Image).Distinct().Count() == 1), BySize(group)));
        return new PairStatistics(pairs, crops.Select(crop => crop.Image).Distinct().Count(), [.. classes], BySize(crops));
    }

    // Labels stand for the image: sizes in the crop depend on proportions alone.
    private static double Size(TrainTransform transform, CropTarget target, long seed, long place) => target.SizeIn(
        transform.DrawGeometry(
            target.LayerWidth, target.LayerHeight, null, new SeededDraws(new SeededRandom(seed, place, 0xA6)), target));

    private static PairSizes[] BySize(IEnumerable<DrawnCrop> crops) =>
    [
        .. crops.GroupBy(crop => crop.Target.Size).OrderBy(group => group.Key ?? int.MaxValue).Select(group =>
        {
            var sizes = group.Select(crop => crop.Size).Order().ToArray();
            return new PairSizes(group.Key, sizes.Length, sizes[0], sizes[sizes.Length / 2], sizes[^1]);
        }),
    ];

    private sealed record DrawnCrop(int Pair, int Image, CropTarget Target, double Size);
}
