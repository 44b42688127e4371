using System.Text.Json.Serialization;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Geometries;

/// <summary>
/// The one way to move a sample: which part of a source ends where in an output. Resize, crop, flip and pad are
/// composed into a single axis-aligned affine map before any pixel is touched; every layer of the sample (color, ids,
/// depth) is then sampled through the same map once, so that they cannot come apart.
/// <para>
/// Coordinates are continuous: pixel i covers [i, i+1) and has its center at i + 0.5. The map is
/// source = Scale * (u + Origin), where u is the output coordinate, counted from the other side where mirrored.
/// Output pixels outside of the content rectangle show no source at all and take a fill value.
/// </para>
/// </summary>
public sealed record Geometry
{
    /// <summary>Width in pixels of the source that is sampled.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Height in pixels of the source that is sampled.</summary>
    public required int SourceHeight { get; init; }

    /// <summary>Width of the output in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the output in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Source pixels that one output pixel spans across; above 1 shrinks.</summary>
    public double ScaleX { get; init; } = 1;

    /// <summary>Source pixels that one output pixel spans down; above 1 shrinks.</summary>
    public double ScaleY { get; init; } = 1;

    /// <summary>Where the output's left edge (right, where mirrored) lies in the resized source, in output pixels.</summary>
    public double OriginX { get; init; }

    /// <summary>Where the output's top edge (bottom, where mirrored) lies in the resized source, in output pixels.</summary>
    public double OriginY { get; init; }

    /// <summary>Whether left and right are swapped.</summary>
    public bool MirrorX { get; init; }

    /// <summary>Whether top and bottom are swapped.</summary>
    public bool MirrorY { get; init; }

    /// <summary>The output pixels that show source; the others are padding.</summary>
    public required PixelRectangle Content { get; init; }

    /// <summary>True where every output pixel is a source pixel, neither blended nor enlarged nor shrunk.</summary>
    [JsonIgnore]
    public bool IsCopy => ScaleX == 1 && ScaleY == 1 && double.IsInteger(OriginX) && double.IsInteger(OriginY);

    /// <summary>The largest of 1, 2, 4, 8 by which the source may be reduced before sampling without losing detail of the output.</summary>
    [JsonIgnore]
    public int ReducedDenominator => Math.Min(ScaleX, ScaleY) switch { >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 };

    /// <summary>Source columns from the left that the output depends on; those to the right are never looked at.</summary>
    [JsonIgnore]
    public int SourceColumnsNeeded => Needed(ScaleX, OriginX, MirrorX ? Width - Content.Left : Content.Right, SourceWidth);

    /// <summary>Source rows from the top that the output depends on; those below are never looked at.</summary>
    [JsonIgnore]
    public int SourceRowsNeeded => Needed(ScaleY, OriginY, MirrorY ? Height - Content.Top : Content.Bottom, SourceHeight);

    /// <summary>The map that changes nothing.</summary>
    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="height">Height of the source in pixels.</param>
    public static Geometry Identity(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return new Geometry
        {
            SourceWidth = width,
            SourceHeight = height,
            Width = width,
            Height = height,
            Content = new PixelRectangle(0, 0, width, height),
        };
    }

    /// <summary>Stretches the output to another size; the two axes need not agree.</summary>
    /// <param name="width">New width in pixels.</param>
    /// <param name="height">New height in pixels.</param>
    public Geometry Resize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var (shrinkX, shrinkY) = ((double)Width / width, (double)Height / height);
        return this with
        {
            Width = width,
            Height = height,
            ScaleX = ScaleX * shrinkX,
            ScaleY = ScaleY * shrinkY,
            OriginX = OriginX / shrinkX,
            OriginY = OriginY / shrinkY,
            Content = new PixelRectangle(
                Edge(Content.Left, shrinkX), Edge(Content.Top, shrinkY), Edge(Content.Right, shrinkX), Edge(Content.Bottom, shrinkY)),
        };
    }

    /// <summary>Keeps a window of the output.</summary>
    /// <param name="x">First column kept.</param>
    /// <param name="y">First row kept.</param>
    /// <param name="width">Columns kept.</param>
    /// <param name="height">Rows kept.</param>
    /// <exception cref="ArgumentException">The window does not lie inside of the output; pad first where that is meant.</exception>
    public Geometry Crop(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 1 || height < 1 || (long)x + width > Width || (long)y + height > Height)
        {
            throw new ArgumentException($"a crop of {width}x{height} at ({x}, {y}) does not lie inside of {Width}x{Height}; pad first");
        }

        return Window(x, y, width, height);
    }

    /// <summary>Swaps left and right of the output.</summary>
    public Geometry FlipHorizontal() => this with
    {
        MirrorX = !MirrorX,
        Content = Content with { Left = Width - Content.Right, Right = Width - Content.Left },
    };

    /// <summary>Swaps top and bottom of the output.</summary>
    public Geometry FlipVertical() => this with
    {
        MirrorY = !MirrorY,
        Content = Content with { Top = Height - Content.Bottom, Bottom = Height - Content.Top },
    };

    /// <summary>Adds rows and columns of padding around the output.</summary>
    /// <param name="left">Columns on the left, 0 or more.</param>
    /// <param name="top">Rows above.</param>
    /// <param name="right">Columns on the right.</param>
    /// <param name="bottom">Rows below.</param>
    public Geometry Pad(int left, int top, int right, int bottom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        return Window(-left, -top, checked(Width + left + right), checked(Height + top + bottom));
    }

    /// <summary>Pads on the right and below until the output has at least a size; larger sides stay.</summary>
    /// <param name="width">Least width in pixels.</param>
    /// <param name="height">Least height in pixels.</param>
    public Geometry PadTo(int width, int height) => Pad(0, 0, Math.Max(0, width - Width), Math.Max(0, height - Height));

    /// <summary>Where a point of the output lies in the source. Both in pixels, continuous, centers at + 0.5.</summary>
    public (double X, double Y) ToSource(double x, double y) =>
        (ScaleX * ((MirrorX ? Width - x : x) + OriginX), ScaleY * ((MirrorY ? Height - y : y) + OriginY));

    /// <summary>Where a point of the source lies in the output; it may lie outside of it.</summary>
    public (double X, double Y) ToOutput(double x, double y)
    {
        var (u, v) = ((x / ScaleX) - OriginX, (y / ScaleY) - OriginY);
        return (MirrorX ? Width - u : u, MirrorY ? Height - v : v);
    }

    /// <summary>
    /// The same map for a layer of another resolution that shows the same scene, such as labels at half the image's size.
    /// </summary>
    /// <param name="width">Width of that layer in pixels.</param>
    /// <param name="height">Height of that layer in pixels.</param>
    /// <param name="layer">What messages call the layer, best its file.</param>
    /// <param name="source">What messages call the image that this geometry was made for, best its file.</param>
    /// <exception cref="InputException">The aspect ratios differ by 0.5 % or more and by more than a pixel of rounding.</exception>
    public Geometry ForSource(int width, int height, string layer = "a layer", string source = "its image")
    {
        if (width == SourceWidth && height == SourceHeight)
        {
            return this;
        }

        var aspect = (double)width * SourceHeight / ((double)height * SourceWidth);
        var isRounding = Math.Abs(((double)width * SourceHeight / SourceWidth) - height) < 1
            || Math.Abs(((double)height * SourceWidth / SourceHeight) - width) < 1;
        if (width < 1 || height < 1 || (Math.Abs(aspect - 1) >= 0.005 && !isRounding))
        {
            throw new InputException(
                layer, $"{width}x{height} pixels", $"the aspect ratio of {source}, {SourceWidth}x{SourceHeight}",
                "pair each image with its own labels");
        }

        return this with
        {
            SourceWidth = width,
            SourceHeight = height,
            ScaleX = ScaleX * width / SourceWidth,
            ScaleY = ScaleY * height / SourceHeight,
        };
    }

    /// <summary>The same map for the source decoded at 1/denominator of its size, whose sides were rounded up.</summary>
    /// <param name="denominator">1, 2, 4 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public Geometry ForReducedSource(int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        return this with
        {
            SourceWidth = (SourceWidth + denominator - 1) / denominator,
            SourceHeight = (SourceHeight + denominator - 1) / denominator,
            ScaleX = ScaleX / denominator,
            ScaleY = ScaleY / denominator,
        };
    }

    /// <summary>The first output pixel whose center lies at or behind an edge of the old output.</summary>
    private static int Edge(int edge, double shrink) => (int)Math.Ceiling((edge / shrink) - 0.5);

    private int Needed(double scale, double origin, int end, int sourceSize) => Content.IsEmpty
        ? 1
        : (int)Math.Clamp(Math.Ceiling((scale * (end - 0.5 + origin)) + Math.Max(1, scale) + 0.5), 1, sourceSize);

    private Geometry Window(int x, int y, int width, int height) => this with
    {
        Width = width,
        Height = height,
        OriginX = OriginX + (MirrorX ? Width - x - width : x),
        OriginY = OriginY + (MirrorY ? Height - y - height : y),
        Content = new PixelRectangle(
            Math.Clamp(Content.Left - x, 0, width),
            Math.Clamp(Content.Top - y, 0, height),
            Math.Clamp(Content.Right - x, 0, width),
            Math.Clamp(Content.Bottom - y, 0, height)),
    };
}
