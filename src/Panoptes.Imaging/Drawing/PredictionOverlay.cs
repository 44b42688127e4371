using System.Globalization;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Imaging.Drawing;

/// <summary>A class as it is drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its color.</param>
public sealed record DrawnClass(string Name, Rgb Color);

/// <summary>
/// Draws segments and objects over an image: filled with colors of their class, which differ from object to object, objects with a
/// contour, and class name and score beside each.
/// </summary>
public static class PredictionOverlay
{
    // A contour is about one pixel for as many of the image's shorter side.
    private const int SideOfLine = 400;

    /// <summary>Draws a panoptic prediction. Pixels of no segment keep the image.</summary>
    /// <param name="image">The image; not changed.</param>
    /// <param name="prediction">The prediction, of the image's size.</param>
    /// <param name="classes">The classes by train id.</param>
    /// <param name="alpha">0 shows the image alone, 1 the colors alone.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Draw(RgbImage image, PanopticPrediction prediction, IReadOnlyList<DrawnClass> classes, double alpha = 0.5)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var segments = prediction.Segments.Select(segment => (segment.Id, segment.Class, segment.IsThing, segment.Score));
        return Draw(image, prediction.Ids, segments, classes, alpha);
    }

    /// <summary>Draws objects, the surest in front. Pixels of no object keep the image.</summary>
    /// <param name="image">The image; not changed.</param>
    /// <param name="prediction">The prediction, of the image's size.</param>
    /// <param name="classes">The classes by train id.</param>
    /// <param name="leastScore">Objects with a smaller score are left out, 0 to 1.</param>
    /// <param name="alpha">0 shows the image alone, 1 the colors alone.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Draw(
        RgbImage image, InstancePrediction prediction, IReadOnlyList<DrawnClass> classes, double leastScore = 0.5, double alpha = 0.5)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var shown = prediction.Instances.Where(
            instance => instance.Score >= leastScore).OrderByDescending(instance => instance.Score).ToList();
        var ids = new Plane<int>(prediction.Width, prediction.Height);
        for (var i = shown.Count - 1; i >= 0; i--)
        {
            shown[i].Mask.Paint(ids, i + 1);
        }

        return Draw(image, ids, shown.Select((instance, i) => (i + 1, instance.Class, true, instance.Score)), classes, alpha);
    }

    private static RgbImage Draw(
        RgbImage image,
        Plane<int> ids,
        IEnumerable<(int Id, int Class, bool IsThing, double Score)> segments,
        IReadOnlyList<DrawnClass> classes,
        double alpha)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(classes);
        Overlay.Check(image, ids);
        var ordinals = new Dictionary<int, int>();
        var looks = new Dictionary<int, SegmentLook>();
        foreach (var (id, category, isThing, score) in segments)
        {
            var ordinal = ordinals.GetValueOrDefault(category);
            ordinals[category] = ordinal + 1;
            var color = isThing ? InstanceColors.Of(classes[category].Color, ordinal) : classes[category].Color;
            var percent = $"{Math.Round(score * 100).ToString(CultureInfo.InvariantCulture)}%";
            looks.Add(id, new SegmentLook(classes[category].Name, percent, color, isThing));
        }

        var output = new RgbImage(image.Width, image.Height, [.. image.Pixels]);
        Fill(output, ids, looks, (int)Math.Round(Math.Clamp(alpha, 0, 1) * 256));
        Contour(output, ids, looks, Math.Max(1, (int)Math.Round(Math.Min(image.Width, image.Height) / (double)SideOfLine)));
        var places = SegmentPlaces.Of(ids);
        Captions.Draw(output, looks.Where(look => places.ContainsKey(look.Key)).Select(look => (look.Value, Place: places[look.Key]))
            .OrderByDescending(look => look.Place.Area)
            .Select(look => new Caption(look.Value.Name, look.Value.Score, look.Place.X, look.Place.Y, look.Value.Color)));
        return output;
    }

    private static void Fill(RgbImage output, Plane<int> ids, Dictionary<int, SegmentLook> looks, int weight)
    {
        for (var y = 0; y < ids.Height; y++)
        {
            var row = output.Row(y);
            var of = ids.Row(y);
            for (var x = 0; x < of.Length;)
            {
                var (start, id) = (x, of[x]);
                while (x < of.Length && of[x] == id)
                {
                    x++;
                }

                if (!looks.TryGetValue(id, out var look))
                {
                    continue;
                }

                for (var at = start; at < x; at++)
                {
                    var pixel = row.Slice(3 * at, 3);
                    Overlay.Mix(pixel, look.Color, weight, pixel);
                }
            }
        }
    }

    // The line lies inside of its object; the image's border is none.
    private static void Contour(RgbImage output, Plane<int> ids, Dictionary<int, SegmentLook> looks, int width)
    {
        for (var y = 0; y < ids.Height; y++)
        {
            var row = output.Row(y);
            for (var x = 0; x < ids.Width; x++)
            {
                if (ids[x, y] != 0 && IsEdge(ids, x, y, width) && looks.TryGetValue(ids[x, y], out var look) && look.IsThing)
                {
                    var pixel = row.Slice(3 * x, 3);
                    Overlay.Mix([look.Color.R, look.Color.G, look.Color.B], Rgb.White, 160, pixel);
                }
            }
        }
    }

    private static bool IsEdge(Plane<int> ids, int x, int y, int width)
    {
        var id = ids[x, y];
        for (var away = 1; away <= width; away++)
        {
            if ((x >= away && ids[x - away, y] != id) || (x + away < ids.Width && ids[x + away, y] != id)
                || (y >= away && ids[x, y - away] != id) || (y + away < ids.Height && ids[x, y + away] != id))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record SegmentLook(string Name, string Score, Rgb Color, bool IsThing);
}
