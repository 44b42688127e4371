using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.AnnotationChecks;

/// <summary>Checks a COCO box.</summary>
internal static class BoxCheck
{
    // Tools round boxes and outlines in different ways.
    private const double Slack = 5;
    private const double SlackShare = 0.1;

    /// <summary>Whether a box leaves its image by more than a pixel.</summary>
    public static bool Outside(MaskBox box, int width, int height) =>
        !(box.X >= -1 && box.Y >= -1 && box.Width >= 0 && box.Height >= 0 && box.X + box.Width <= width + 1
            && box.Y + box.Height <= height + 1);

    /// <summary>The problem of a box that leaves its image.</summary>
    public static InputException Problem(string where, MaskBox box, int width, int height) =>
        new(where, Text(box), $"[x, y, width, height] inside of {width}x{height}", "check that it is not [x0, y0, x1, y1]");

    /// <summary>Whether a box is that of a mask: every side within 5 pixels, or 10 % of the box.</summary>
    public static bool Fits(MaskBox box, MaskBox mask)
    {
        var slack = (X: Math.Max(Slack, SlackShare * mask.Width), Y: Math.Max(Slack, SlackShare * mask.Height));
        return Math.Abs(box.X - mask.X) <= slack.X && Math.Abs(box.X + box.Width - mask.X - mask.Width) <= slack.X
            && Math.Abs(box.Y - mask.Y) <= slack.Y && Math.Abs(box.Y + box.Height - mask.Y - mask.Height) <= slack.Y;
    }

    /// <summary>A box as COCO writes it.</summary>
    public static string Text(MaskBox box) => string.Create(CultureInfo.InvariantCulture, $"[{box.X}, {box.Y}, {box.Width}, {box.Height}]");
}
