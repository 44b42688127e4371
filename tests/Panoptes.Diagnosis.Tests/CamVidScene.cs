using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests;

/// <summary>A CamVid image with its labels, and what can go wrong with them.</summary>
internal sealed record CamVidScene(string Name, RgbImage Image, Plane<int> Labels)
{
    public const string Folder = "data/camvid";
    private const int Void = 11;

    public ProbeSample Sample => new(Name, Image, new LabelMap(Labels));

    public static string[] Names(string split) =>
        [.. Directory.GetFiles(SharedFiles.Path($"{Folder}/{split}/images")!).Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal)];

    public static CamVidScene Read(string split, string name)
    {
        var stored = PngFile.ReadLabels<byte>(SharedFiles.Path($"{Folder}/{split}/labels/{name}.png")!);
        return new CamVidScene(
            name, ImageFile.ReadRgb(SharedFiles.Path($"{Folder}/{split}/images/{name}.jpg")!),
            new Plane<int>(stored.Width, stored.Height, [.. stored.Pixels.Select(id => id == Void ? LabelMap.Void : id)]));
    }

    /// <summary>The labels moved right and down; void enters.</summary>
    public CamVidScene Shifted(int dx, int dy) => Mapped(Labels.Width, Labels.Height, (x, y) => (x - dx, y - dy));

    /// <summary>The labels mirrored.</summary>
    public CamVidScene Flipped() => Mapped(Labels.Width, Labels.Height, (x, y) => (Labels.Width - 1 - x, y));

    /// <summary>The labels as a function of a pixel; void where that leaves them.</summary>
    public CamVidScene Mapped(int width, int height, Func<int, int, (int X, int Y)> source)
    {
        var moved = new Plane<int>(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sx, sy) = source(x, y);
                moved[x, y] = sx >= 0 && sy >= 0 && sx < Labels.Width && sy < Labels.Height ? Labels[sx, sy] : LabelMap.Void;
            }
        }

        return this with { Labels = moved };
    }

    /// <summary>The image made smaller: bilinear, not antialiased, rounded to whole numbers.</summary>
    public CamVidScene Small(double scale)
    {
        var (width, height) = ((int)(Image.Width * scale), (int)(Image.Height * scale));
        var small = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, fy) = Taps(y, scale, Image.Height);
            for (var x = 0; x < width; x++)
            {
                var (left, right, fx) = Taps(x, scale, Image.Width);
                for (var c = 0; c < 3; c++)
                {
                    double At(int column, int row) => Image.Pixels[(((row * Image.Width) + column) * 3) + c];
                    var upper = At(left, top) + (fx * (At(right, top) - At(left, top)));
                    var lower = At(left, bottom) + (fx * (At(right, bottom) - At(left, bottom)));
                    small.Pixels[(((y * width) + x) * 3) + c] = (byte)Math.Round(upper + (fy * (lower - upper)));
                }
            }
        }

        return this with { Image = small };
    }

    /// <summary>The mistake of the issue: the labels' center window beside the whole image made smaller.</summary>
    public CamVidScene CenterWindow(double scale)
    {
        var (width, height) = ((int)(Labels.Width * scale), (int)(Labels.Height * scale));
        var (left, top) = ((Labels.Width - width) / 2, (Labels.Height - height) / 2);
        return Small(scale).Mapped(width, height, (x, y) => (x + left, y + top));
    }

    /// <summary>Image and labels made smaller alike.</summary>
    public CamVidScene Fixed(double scale, double center) => Small(scale).Mapped(
        (int)(Labels.Width * scale), (int)(Labels.Height * scale),
        (x, y) => ((int)Math.Floor((x + center) / scale), (int)Math.Floor((y + center) / scale)));

    /// <summary>Labels as a coarse network gives them: the commonest of each block, the lowest where some are as common.</summary>
    public CamVidScene Blocks(int side)
    {
        var blocks = new Plane<int>(Labels.Width, Labels.Height);
        for (var top = 0; top < Labels.Height; top += side)
        {
            for (var left = 0; left < Labels.Width; left += side)
            {
                var votes = new int[Void + 1];
                ForBlock(left, top, (x, y) => votes[Labels[x, y] == LabelMap.Void ? Void : Labels[x, y]]++);
                var winner = Array.IndexOf(votes, votes.Max());
                ForBlock(left, top, (x, y) => blocks[x, y] = winner == Void ? LabelMap.Void : winner);
            }
        }

        return this with { Labels = blocks };

        void ForBlock(int left, int top, Action<int, int> action)
        {
            for (var y = top; y < Math.Min(top + side, Labels.Height); y++)
            {
                for (var x = left; x < Math.Min(left + side, Labels.Width); x++)
                {
                    action(x, y);
                }
            }
        }
    }

    private static (int First, int Second, double Share) Taps(int i, double scale, int size)
    {
        var at = ((i + 0.5) / scale) - 0.5;
        var first = (int)Math.Floor(at);
        return (Math.Clamp(first, 0, size - 1), Math.Clamp(first + 1, 0, size - 1), at - first);
    }
}
