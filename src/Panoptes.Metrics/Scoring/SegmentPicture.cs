using Panoptes.Imaging;

namespace Panoptes.Metrics;

/// <summary>Draws what became of an image's segments: the truth on the left, the prediction on the right.</summary>
internal static class SegmentPicture
{
    /// <summary>What the colours mean.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Colour)> Key { get; } =
    [
        ("matched", new Rgb(70, 140, 80)), ("missed", new Rgb(215, 45, 45)), ("wrong", new Rgb(240, 150, 30)),
        ("confused", new Rgb(200, 50, 200)), ("forgiven or crowd", new Rgb(120, 120, 130)), ("void", new Rgb(25, 25, 30)),
    ];

    public static RgbImage Draw(
        string truthFile, string predictionFile, PanopticTable table, PanopticMatches matches, IReadOnlySet<int> confused, int sidePixels)
    {
        var (truthColours, predictionColours) = (new Dictionary<int, Rgb>(), new Dictionary<int, Rgb>());
        for (var i = 0; i < table.Truth.Length; i++)
        {
            truthColours[table.Truth[i].Id] = Key[4].Colour;
        }

        for (var i = 0; i < table.Prediction.Length; i++)
        {
            predictionColours[table.Prediction[i].Id] = Key[4].Colour;
        }

        foreach (var match in matches.Matches)
        {
            truthColours[table.Truth[match.Truth].Id] = Key[0].Colour;
            predictionColours[table.Prediction[match.Prediction].Id] = Key[0].Colour;
        }

        foreach (var missed in matches.Missed)
        {
            truthColours[table.Truth[missed].Id] = Key[1].Colour;
        }

        foreach (var wrong in matches.Wrong)
        {
            predictionColours[table.Prediction[wrong].Id] = Key[2].Colour;
        }

        foreach (var many in confused)
        {
            predictionColours[table.Prediction[many].Id] = Key[3].Colour;
        }

        var left = Side(PngFile.ReadIds24(truthFile), truthColours, sidePixels);
        var right = Side(PngFile.ReadIds24(predictionFile), predictionColours, sidePixels);
        var both = Shapes.Blank(left.Width + right.Width + 4, left.Height, new Rgb(255, 255, 255));
        Shapes.Paste(both, 0, 0, left);
        Shapes.Paste(both, left.Width + 4, 0, right);
        return both;
    }

    private static RgbImage Side(Plane<int> ids, Dictionary<int, Rgb> colours, int sidePixels)
    {
        // Whole steps of pixels: every drawn pixel is one of the map's, so that thin segments do not blur.
        var step = Math.Max(1, (ids.Width + sidePixels - 1) / sidePixels);
        var (width, height) = (Math.Max(1, ids.Width / step), Math.Max(1, ids.Height / step));
        var small = new Plane<int>(width, height);
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var id = ids[x * step, y * step];
                small[x, y] = id;
                var colour = colours.GetValueOrDefault(id, Key[5].Colour);
                var at = ((y * width) + x) * 3;
                (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = (colour.R, colour.G, colour.B);
            }
        }

        Boundaries.Draw(image, small, new Rgb(255, 255, 255));
        return image;
    }
}
