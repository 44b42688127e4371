using System.Runtime.InteropServices;
using Panoptes.Formats.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>
/// COCO's "segmentation" as read: polygons, run lengths, or their compressed string. It becomes a mask once the image's
/// size is known, which files may say later.
/// </summary>
internal sealed class Segmentation
{
    private readonly bool isKept;
    private List<double[]>? polygons;
    private List<uint>? counts;
    private byte[]? text;
    private RunLengthMask? mask;
    private MaskExtent? extent;
    private (int Height, int Width) read;
    private int height;
    private int width;

    private Segmentation(bool isKept)
    {
        this.isKept = isKept;
    }

    /// <summary>Reads the value that the walker stands on.</summary>
    /// <param name="json">The walker.</param>
    /// <param name="isKept">Whether the mask itself is wanted, by <see cref="ToMask(ref JsonWalker, InstanceImage, string)"/>.</param>
    public static Segmentation Read(ref JsonWalker json, bool isKept)
    {
        var read = new Segmentation(isKept);
        if (json.IsArray)
        {
            read.polygons = ReadPolygons(ref json);
        }
        else
        {
            read.ReadRuns(ref json);
        }

        return read;
    }

    /// <summary>The mask of what was read to be kept.</summary>
    /// <param name="json">Stands in the object, for messages.</param>
    /// <param name="image">The image; its size must agree where it has one.</param>
    /// <param name="key">What leads from there to this value, for messages.</param>
    public RunLengthMask ToMask(ref JsonWalker json, InstanceImage image, string key = ".segmentation")
    {
        Look(ref json, image, key, isFilled: true);
        return mask!;
    }

    /// <summary>What the mask covers, with the errors of <see cref="ToMask(ref JsonWalker, InstanceImage, string)"/>.</summary>
    /// <param name="json">Stands in the object, for messages.</param>
    /// <param name="image">The image; its size must agree where it has one.</param>
    public MaskExtent ToExtent(ref JsonWalker json, InstanceImage image)
    {
        Look(ref json, image, ".segmentation", isFilled: true);
        return extent ?? mask!.Extent;
    }

    /// <summary>The same, but null of polygons, which are not filled for it.</summary>
    /// <param name="json">Stands in the object, for messages.</param>
    /// <param name="image">The image; its size must agree where it has one.</param>
    public MaskExtent? Check(ref JsonWalker json, InstanceImage image)
    {
        Look(ref json, image, ".segmentation", isFilled: false);
        return extent ?? mask?.Extent;
    }

    private void Look(ref JsonWalker json, InstanceImage image, string key, bool isFilled)
    {
        try
        {
            if (polygons is not null)
            {
                Fill(ref json, image, isFilled);
                return;
            }

            if (image.Height > 0 && (height != image.Height || width != image.Width))
            {
                throw json.Bad($"a mask of size [{height}, {width}]", $"[{image.Height}, {image.Width}] as image {image.Key}");
            }

            if ((mask is not null || extent is not null) && read != (height, width))
            {
                throw json.Bad($"size [{read.Height}, {read.Width}] and size [{height}, {width}]", "one size");
            }

            if (mask is null && extent is null)
            {
                mask = text is not null
                    ? RunLengthMask.FromCompressed(height, width, text)
                    : RunLengthMask.FromCounts(height, width, CollectionsMarshal.AsSpan(counts));
            }
        }
        catch (InputException error)
        {
            throw new InputException($"{json.Where}{key}", error.Found, error.Expected, error.Advice, error);
        }
    }

    private void Fill(ref JsonWalker json, InstanceImage image, bool isFilled)
    {
        if (image.Height == 0)
        {
            throw json.Bad("polygons of an image without a size", "\"height\" and \"width\" in \"images\"");
        }

        if (isFilled)
        {
            mask = PolygonRasterizer.Fill(polygons!, image.Height, image.Width);
        }
        else
        {
            PolygonRasterizer.Check(polygons!, image.Height, image.Width);
        }
    }

    private static List<double[]> ReadPolygons(ref JsonWalker json)
    {
        var parts = new List<double[]>();
        var numbers = new List<double>();
        json.EnterArray();
        while (json.NextElement())
        {
            numbers.Clear();
            json.EnterArray();
            while (json.NextElement())
            {
                numbers.Add(json.Number());
            }

            parts.Add([.. numbers]);
        }

        return parts;
    }

    private static List<uint> ReadCounts(ref JsonWalker json)
    {
        var counts = new List<uint>();
        json.EnterArray();
        while (json.NextElement())
        {
            counts.Add((uint)json.Integer(0, int.MaxValue));
        }

        return counts;
    }

    private void ReadRuns(ref JsonWalker json)
    {
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("size"u8))
            {
                ReadSize(ref json);
            }
            else if (json.Name.SequenceEqual("counts"u8))
            {
                if (json.IsArray)
                {
                    counts = ReadCounts(ref json);
                }
                else
                {
                    ReadText(json.TextBytes());
                }
            }
            else
            {
                json.Skip();
            }
        }

        if (mask is null && extent is null && text is null && counts is null)
        {
            throw json.Bad("no key \"counts\"", "run lengths, or polygons");
        }
    }

    // Where the size is known already, the text need not be kept. A bad one is: its message names the image.
    private void ReadText(ReadOnlySpan<byte> code)
    {
        (mask, extent, counts, read) = (null, null, null, (height, width));
        try
        {
            mask = height > 0 && isKept ? RunLengthMask.FromCompressed(height, width, code) : null;
            extent = height > 0 && !isKept ? MaskExtent.FromCompressed(height, width, code) : null;
        }
        catch (InputException)
        {
            (mask, extent) = (null, null);
        }

        text = mask is null && extent is null ? code.ToArray() : null;
    }

    private void ReadSize(ref JsonWalker json)
    {
        var n = 0;
        json.EnterArray();
        while (json.NextElement())
        {
            (height, width, n) = (width, json.Integer(1, int.MaxValue), n + 1);
        }

        if (n != 2)
        {
            throw json.Bad($"{n} numbers", "[height, width]");
        }
    }
}
