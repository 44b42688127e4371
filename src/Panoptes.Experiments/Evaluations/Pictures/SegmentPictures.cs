using Panoptes.Data.Classes;
using Panoptes.Formats.Coco;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Draws segments: in class colors with their borders, and what became of them.</summary>
internal static class SegmentPictures
{
    private const double Opacity = 0.6;
    private static readonly Rgb Border = new(255, 255, 255);

    /// <summary>Truth and prediction in class colors, and missed, wrong and confused segments.</summary>
    public static DrawnKind Draw(PictureSubject subject, IBatchPrediction prediction)
    {
        var (classes, image) = (subject.Classes, subject.Image);
        var (truth, found) = (subject.Sample.Segments!, prediction.Panoptic(0));
        var table = ComparedSegments.Of(subject.Sample, found, classes, new SegmentPairCounter());
        var (truthIds, foundIds) = (Fit(truth.Ids, image), Fit(found.Ids, image));
        var matches = PanopticMatcher.Match(table);
        return new DrawnKind(
            Colored(truthIds, table.Truth, classes),
            Colored(foundIds, table.Prediction, classes),
            Errors(image, truthIds, foundIds, SegmentErrors.Of(table, matches, ComparedSegments.Categories(classes))),
            Judged(truthIds, foundIds, table, matches))
        {
            BlackIsNone = true,
        };
    }

    /// <summary>Ids at the size of a picture.</summary>
    public static Plane<int> Fit(Plane<int> ids, RgbImage image) =>
        Resampler.Ids(ids, Geometry.Identity(ids.Width, ids.Height).Resize(image.Width, image.Height), 0);

    private static RgbImage Colored(Plane<int> ids, PanopticSegment[] segments, ClassTable classes)
    {
        var colors = segments.ToDictionary(s => s.Id, s => classes[s.Category].Color);
        var picture = Painted(new RgbImage(ids.Width, ids.Height), ids, colors, 1);
        Boundaries.Draw(picture, ids, Border);
        return picture;
    }

    private static RgbImage Errors(RgbImage image, Plane<int> truth, Plane<int> found, SegmentErrors errors)
    {
        var missed = Only(errors.Truth, PictureKey.Missed);
        var wrong = Only(errors.Prediction, PictureKey.Wrong, PictureKey.Confused);
        var picture = Painted(Painted(image, truth, missed, Opacity), found, wrong, Opacity);
        Boundaries.Draw(picture, found, Border);
        return picture;
    }

    // Right where a truth's segment is matched and the pixel is in its match; what is forgiven is not judged.
    private static Plane<byte> Judged(Plane<int> truth, Plane<int> found, PanopticTable table, PanopticMatches matches)
    {
        var matched = matches.Matches.ToDictionary(match => table.Truth[match.Truth].Id, match => table.Prediction[match.Prediction].Id);
        var missed = matches.Missed.Select(segment => table.Truth[segment].Id).ToHashSet();
        var wrong = matches.Wrong.Select(segment => table.Prediction[segment].Id).ToHashSet();
        var judged = new Plane<byte>(truth.Width, truth.Height);
        for (var i = 0; i < judged.Pixels.Length; i++)
        {
            var (given, predicted) = (truth.Pixels[i], found.Pixels[i]);
            judged.Pixels[i] = matched.TryGetValue(given, out var match)
                ? match == predicted ? Judgement.Right : Judgement.Wrong
                : missed.Contains(given) || wrong.Contains(predicted) ? Judgement.Wrong : Judgement.None;
        }

        return judged;
    }

    private static Dictionary<int, Rgb> Only(IReadOnlyDictionary<int, Rgb> segments, params IReadOnlyList<Rgb> colors) =>
        segments.Where(segment => colors.Contains(segment.Value)).ToDictionary();

    private static RgbImage Painted(RgbImage image, Plane<int> ids, Dictionary<int, Rgb> colors, double opacity)
    {
        var picture = Tint.Copy(image);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (colors.TryGetValue(ids.Pixels[i], out var color))
            {
                Tint.Mix(picture, i, color, opacity);
            }
        }

        return picture;
    }
}
