namespace Panoptes.Inference.Contracts;

/// <summary>How large an image enters a network; at its own size where nothing is set.</summary>
public sealed record SizeRule
{
    /// <summary>Height and width in pixels that every input has: images are fitted into it with their aspect kept, and padded.</summary>
    public IReadOnlyList<int>? Fixed { get; init; }

    /// <summary>Height and width in pixels that an image is fitted into with its aspect kept.</summary>
    public IReadOnlyList<int>? Fit { get; init; }

    /// <summary>Pixels that the short side is brought to.</summary>
    public int? ShortSide { get; init; }

    /// <summary>With <see cref="ShortSide"/>: the most pixels of the long side.</summary>
    public int? LongSideMax { get; init; }

    /// <summary>What both sides of an input are padded to a multiple of, at the bottom and on the right; 1 pads nothing.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>The size at which an image enters, without padding.</summary>
    /// <param name="width">The image's width in pixels.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <returns>Width and height in pixels, at least 1 each.</returns>
    public (int Width, int Height) ContentOf(int width, int height)
    {
        var scale = (Fixed ?? Fit) is { Count: 2 } box ? Math.Min((double)box[0] / height, (double)box[1] / width)
            : ShortSide is { } side ? Bounded((double)side / Math.Min(width, height), Math.Max(width, height)) : 1;
        return scale == 1 ? (width, height) : (Scaled(width, scale), Scaled(height, scale));
    }

    /// <summary>The size of the whole input.</summary>
    /// <param name="width">Width of the content in pixels.</param>
    /// <param name="height">Height of the content in pixels.</param>
    public (int Width, int Height) InputOf(int width, int height) => Fixed is { Count: 2 } whole
        ? (whole[1], whole[0])
        : ((width + Multiple - 1) / Multiple * Multiple, (height + Multiple - 1) / Multiple * Multiple);

    private static int Scaled(int length, double scale) => Math.Max(1, (int)((length * scale) + 0.5));

    private double Bounded(double scale, int longest) =>
        LongSideMax is { } most && scale * longest > most ? (double)most / longest : scale;
}
