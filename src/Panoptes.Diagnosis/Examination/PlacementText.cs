using System.Globalization;
using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Examination;

/// <summary>Says where labels lie, in pixels.</summary>
internal static class PlacementText
{
    /// <summary>What labels are that would have to be moved so: "4.5 px too far right and 2.5 px too far up".</summary>
    /// <param name="placement">How they would have to be moved, in pixels of an image.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image.</param>
    public static string Where(Placement placement, int width, int height)
    {
        var (mean, most) = Distances(placement, width, height);
        if (Math.Abs(placement.Scale - 1) <= 0.02)
        {
            return Shift(placement);
        }

        var about = placement.Anchor == (0.5, 0.5) ? "the center" : $"the {Corner(placement.Anchor)} corner";
        var shown = placement.Scale < 1
            ? $"the part of the scene about {about} that has {Percent(placement.Scale)} of its width and height, blown up to all of it"
            : $"the whole scene in {Percent(1 / placement.Scale)} of the width and height about {about}";
        var moved = placement.Shift > 1.5 ? $", then {Shift(placement)}" : "";
        return $"{shown}{moved}: points lie {Pixels(mean)} px off on average, {Pixels(most)} px at most";
    }

    /// <summary>How labels would have to be moved.</summary>
    public static string Move(Placement placement)
    {
        var move = $"move them by ({Signed(placement.Dx)}, {Signed(placement.Dy)}) px";
        return Math.Abs(placement.Scale - 1) <= 0.02
            ? move
            : "scale them by " + placement.Scale.ToString("0.###", CultureInfo.InvariantCulture)
                + (placement.Shift > 1.5 ? " and " + move : "");
    }

    /// <summary>The mean and the largest distance of points over an image, in pixels.</summary>
    public static (double Mean, double Most) Distances(Placement placement, int width, int height)
    {
        const int Steps = 32;
        var (sum, most) = (0.0, 0.0);
        for (var j = 0; j <= Steps; j++)
        {
            for (var i = 0; i <= Steps; i++)
            {
                var dx = ((placement.Scale - 1) * (((double)i / Steps) - placement.Anchor.X) * width) + placement.Dx;
                var dy = ((placement.Scale - 1) * (((double)j / Steps) - placement.Anchor.Y) * height) + placement.Dy;
                var distance = Math.Sqrt((dx * dx) + (dy * dy));
                (sum, most) = (sum + distance, Math.Max(most, distance));
            }
        }

        return (sum / ((Steps + 1) * (Steps + 1)), most);
    }

    /// <summary>A count of pixels.</summary>
    public static string Pixels(double pixels) => pixels.ToString(pixels < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);

    // Labels that must go left lie too far right.
    private static string Shift(Placement placement)
    {
        var parts = new List<string>();
        if (Math.Abs(placement.Dx) >= 0.25)
        {
            parts.Add($"{Pixels(Math.Abs(placement.Dx))} px too far {(placement.Dx < 0 ? "right" : "left")}");
        }

        if (Math.Abs(placement.Dy) >= 0.25)
        {
            parts.Add($"{Pixels(Math.Abs(placement.Dy))} px too far {(placement.Dy < 0 ? "down" : "up")}");
        }

        return string.Join(" and ", parts);
    }

    private static string Corner((double X, double Y) anchor) =>
        $"{(anchor.Y < 0.5 ? "top" : "bottom")} {(anchor.X < 0.5 ? "left" : "right")}";

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double pixels) => pixels.ToString("+0.#;-0.#;0", CultureInfo.InvariantCulture);
}
