using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>All that an atlas looks at of one image.</summary>
/// <param name="Name">The image's name, such as its file's.</param>
/// <param name="Scene">Its segments.</param>
/// <param name="Truth">Where the truth's segments are; of those that overlap the smallest.</param>
/// <param name="Prediction">Where the predicted ones are; of those that overlap the surest.</param>
/// <param name="Distances">Distances to the truth's boundaries, by <see cref="BoundaryDistance"/>; the second look needs none.</param>
public sealed record AtlasFrame(string Name, AtlasScene Scene, IndexMap Truth, IndexMap Prediction, Lazy<byte[]> Distances)
{
    /// <summary>Whether pixels of no truth are background, where nothing should be predicted; else they are not judged.</summary>
    public bool HasBackground { get; init; }

    /// <summary>Masks of the truth's segments, where they overlap; else they follow from the map.</summary>
    public IReadOnlyList<RunLengthMask>? TruthMasks { get; init; }

    /// <summary>Masks of the predicted segments likewise.</summary>
    public IReadOnlyList<RunLengthMask>? PredictionMasks { get; init; }

    /// <summary>The mask of a segment of the truth.</summary>
    public RunLengthMask MaskOfTruth(int place) => TruthMasks?[place] ?? Truth.MaskOf(place);

    /// <summary>The mask of a predicted segment.</summary>
    public RunLengthMask MaskOfPrediction(int place) => PredictionMasks?[place] ?? Prediction.MaskOf(place);

    /// <summary>The frame of two maps.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="truth">The truth.</param>
    /// <param name="prediction">The prediction, of the truth's size.</param>
    public static AtlasFrame Of(string name, IndexMap truth, IndexMap prediction)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var distances = new Lazy<byte[]>(() => BoundaryDistance.Of(truth.Ids));
        return new AtlasFrame(name, MapScene.Of(truth, prediction, distances), truth, prediction, distances);
    }

    /// <summary>The frame of objects that may overlap, on a background.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="truth">The truth's objects with their masks.</param>
    /// <param name="prediction">The predicted ones, all masks of one size.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    public static AtlasFrame OfObjects(
        string name, IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> truth,
        IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> prediction, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        var (given, found) = (
            ObjectScene.Paint(truth, one => -one.Area, width, height), ObjectScene.Paint(prediction, one => one.Score, width, height));
        return new AtlasFrame(
            name, ObjectScene.Of(truth, prediction, width, height), given, found, new(() => BoundaryDistance.Of(given.Ids)))
        {
            HasBackground = true,
            TruthMasks = [.. truth.Select(one => one.Mask)],
            PredictionMasks = [.. prediction.Select(one => one.Mask)],
        };
    }
}
