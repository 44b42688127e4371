using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Indexing;

/// <summary>
/// 128 bits that say what a picture looks like: it is shrunk to 9x9 gray levels, and each bit says whether a level is above its neighbor on
/// the right (64 bits) or below (64 bits). A difference hash in both directions (Krawetz, "Kind of Like That", 2013). Pictures that were
/// saved, resized or brightened anew differ in few bits.
/// </summary>
public static class PictureHash
{
    /// <summary>Bits of a hash.</summary>
    public const int Bits = 128;

    private const int Side = 8;
    private const double LeastVariance = 1;

    /// <summary>The geometry that a picture is shrunk by, to read no more of it than that needs.</summary>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">Its height.</param>
    public static Geometry Shrink(int width, int height) => Geometry.Identity(width, height).Resize(Side + 1, Side + 1);

    /// <summary>The hash of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>Null where it is nearly of one color: its bits would be noise.</returns>
    public static UInt128? Of(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Of(picture, Shrink(picture.Width, picture.Height));
    }

    /// <inheritdoc cref="Of(RgbImage)"/>
    /// <param name="picture">The picture, or as much of it as was read.</param>
    /// <param name="shrink">The geometry that makes <see cref="Shrink"/>'s size of it.</param>
    public static UInt128? Of(RgbImage picture, Geometry shrink)
    {
        var small = Resampler.Color(picture, shrink);
        var levels = new int[small.Width * small.Height];
        for (var i = 0; i < levels.Length; i++)
        {
            var pixel = small.Pixels.AsSpan(3 * i, 3);
            levels[i] = (299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]);
        }

        var mean = levels.Average();
        if (levels.Average(level => (level - mean) * (level - mean)) < LeastVariance * 1e6)
        {
            return null;
        }

        var hash = UInt128.Zero;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var at = (y * (Side + 1)) + x;
                hash = (hash << 1) | (levels[at] > levels[at + 1] ? UInt128.One : 0);
                hash = (hash << 1) | (levels[at] > levels[at + Side + 1] ? UInt128.One : 0);
            }
        }

        // 0 stands for none.
        return hash == 0 ? UInt128.One : hash;
    }

    /// <summary>In how many bits two hashes differ, 0 to 128.</summary>
    public static int Distance(UInt128 a, UInt128 b) => (int)UInt128.PopCount(a ^ b);
}
