using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Photometrics;

/// <summary>A part of an image that noise replaces: every level of every channel is as likely, whatever lies beside it.</summary>
/// <param name="Box">The part.</param>
/// <param name="Seed">Where the noise comes from.</param>
public readonly record struct ErasedPart(PixelRectangle Box, long Seed)
{
    /// <summary>Erases the part.</summary>
    /// <param name="planes">The image; the part must lie inside.</param>
    public void Apply(LevelPlanes planes)
    {
        ArgumentNullException.ThrowIfNull(planes);
        var random = new SeededRandom(Seed, 0xE7);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = Box.Top; y < Box.Bottom; y++)
            {
                var row = planes[channel].Slice((y * planes.Width) + Box.Left, Box.Width);
                var bits = 0UL;
                for (var x = 0; x < row.Length; x++, bits >>= 8)
                {
                    bits = x % 8 == 0 ? random.NextBits() : bits;
                    row[x] = bits & 255;
                }
            }
        }
    }
}
