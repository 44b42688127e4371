using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>An error that is kept for a look at it.</summary>
/// <param name="Index">The place of its image.</param>
/// <param name="Image">The image's name.</param>
/// <param name="Width">Width of the image in pixels.</param>
/// <param name="Height">Height of the image in pixels.</param>
/// <param name="Error">What is wrong, with the places of the segments in the image.</param>
/// <param name="Box">The box round all segments concerned.</param>
/// <param name="Place">The box by which its place is told: that of the truth where there is one, so that it is the same tomorrow.</param>
/// <param name="Size">The size of the truth's largest segment concerned, or of the prediction's.</param>
/// <param name="Score">The score of the surest prediction concerned; NaN where there is none.</param>
public sealed record AtlasFinding(
    int Index, string Image, int Width, int Height, SceneFinding Error, MaskBox Box, MaskBox Place, ObjectSize Size, double Score)
{
    /// <summary>The name that the finding keeps from run to run of the same data; set when all findings are together.</summary>
    public string Address { get; init; } = "";

    /// <summary>Its cell of <see cref="AtlasGrid"/>.</summary>
    public int Cell => AtlasGrid.CellOf(Place, Width, Height);

    /// <summary>The class that it is filed under.</summary>
    public int Class => Error.Kind == SegmentFate.Invented || Error.TruthClass < 0 ? Error.PredictionClass : Error.TruthClass;

    /// <summary>A finding of an image.</summary>
    public static AtlasFinding Of(int index, AtlasFrame frame, SceneFinding error)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(error);
        var scene = frame.Scene;
        AtlasSegment[] truths = [.. error.Truths.Select(t => scene.Truth[t])];
        AtlasSegment[] found = [.. error.Predictions.Select(p => scene.Prediction[p])];
        var area = (truths.Length > 0 && error.Kind != SegmentFate.Duplicate ? truths : found).Max(one => one.Area);
        return new AtlasFinding(
            index, frame.Name, scene.Width, scene.Height, error, Around([.. truths, .. found]), PlaceOf(scene, error),
            ObjectSizes.Of(area), found.Select(one => one.Score).DefaultIfEmpty(double.NaN).Max());
    }

    /// <summary>The box by which an error's place is told.</summary>
    public static MaskBox PlaceOf(AtlasScene scene, SceneFinding error)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(error);
        return error.Truths.Count > 0 && error.Kind != SegmentFate.Duplicate
            ? Around([.. error.Truths.Select(t => scene.Truth[t])])
            : Around([.. error.Predictions.Select(p => scene.Prediction[p])]);
    }

    /// <summary>The largest first; 0 only for the same finding twice.</summary>
    public static int Compare(AtlasFinding a, AtlasFinding b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return b.Error.Pixels.CompareTo(a.Error.Pixels) is var bySize and not 0 ? bySize
            : a.Index.CompareTo(b.Index) is var byImage and not 0 ? byImage
            : a.Error.Kind.CompareTo(b.Error.Kind) is var byKind and not 0 ? byKind
            : First(a.Error.Truths).CompareTo(First(b.Error.Truths)) is var byTruth and not 0 ? byTruth
            : First(a.Error.Predictions).CompareTo(First(b.Error.Predictions));
    }

    /// <summary>What the address is made from: image, kind, classes and place, but not what the model may change tomorrow.</summary>
    internal string AddressBefore(IReadOnlyList<AtlasClass> classes)
    {
        string Name(int known) => known < 0 ? "" : classes[known].Name;
        var other = Error.Kind is SegmentFate.Missed ? "" : Name(Error.PredictionClass);
        var truth = Error.Kind is SegmentFate.Invented ? "" : Name(Error.TruthClass);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{Image}\n{Error.Kind}\n{truth}\n{other}\n{Place.X} {Place.Y} {Place.Width} {Place.Height}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
    }

    private static int First(IReadOnlyList<int> places) => places.Count > 0 ? places[0] : -1;

    private static MaskBox Around(AtlasSegment[] segments)
    {
        var (left, top) = (segments.Min(one => one.Box.X), segments.Min(one => one.Box.Y));
        return new MaskBox(
            left, top, segments.Max(one => one.Box.X + one.Box.Width) - left, segments.Max(one => one.Box.Y + one.Box.Height) - top);
    }
}
