using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class PngWaveTests
{
    private const int Guard = 64;

    [Fact]
    public void Eight_rows_at_once_agree_with_the_definition_and_write_nothing_beyond_the_image()
    {
        var waves = 0;
        foreach (var step in new[] { 1, 2, 3, 4, 6, 8 })
        {
            for (var seed = 0; seed < 150; seed++)
            {
                // Few levels make ties of the Paeth filter frequent, the outermost ones its widest predictions.
                var random = new SeededRandom(step, seed);
                var (pixels, height) = (random.NextInt(1, seed % 3 == 0 ? 24 : 150), random.NextInt(1, 40));
                var rowBytes = pixels * step;
                var filtered = Rows(
                    random, rowBytes, height, (seed % 4) switch { 0 => [0, 255], 1 => [0, 1, 2, 254, 255], 2 => [0, 1, 3, 7], _ => [] });
                var used = seed % 5 == 0 ? step * random.NextInt(1, pixels + 1) : rowBytes;
                var expected = new byte[rowBytes * height];
                Assert.True(PngUnfilter.TryRun(filtered, height, rowBytes, step, expected, rowBytes, vector: false));

                var room = new byte[expected.Length + (2 * Guard)];
                room.AsSpan().Fill(0xA5);
                var actual = room.AsSpan(Guard, expected.Length);
                Assert.True(PngUnfilter.TryRun(filtered, height, rowBytes, step, actual, used));
                for (var y = 0; y < height; y++)
                {
                    Assert.True(
                        expected.AsSpan(y * rowBytes, used).SequenceEqual(actual.Slice(y * rowBytes, used)),
                        $"step {step}, seed {seed}, row {y}, used {used}");
                }

                Assert.False(room.AsSpan(0, Guard).ContainsAnyExcept((byte)0xA5), $"step {step}, seed {seed}: written before the image");
                Assert.False(room.AsSpan(^Guard).ContainsAnyExcept((byte)0xA5), $"step {step}, seed {seed}: written behind the image");
                waves += PngWave.Suits(step) && used / step >= PngWave.FewestPixels && height >= PngWave.Rows ? 1 : 0;
            }
        }

        Assert.True(waves > 300 || !PngWave.Suits(1), $"only {waves} images had eight rows");
    }

    [Fact]
    public void Every_triple_of_neighbors_is_predicted_as_the_standard_says()
    {
        // Pixels 2k and 2k + 1 of a Paeth row are left and, because 0 is stored, what it predicts; over them lie corner and k.
        const int RowBytes = 512;
        var filtered = new byte[2 * 256 * (RowBytes + 1)];
        var expected = new byte[2 * 256 * RowBytes];
        var actual = new byte[expected.Length];
        for (var corner = 0; corner < 256; corner++)
        {
            for (var left = 0; left < 256; left++)
            {
                var above = expected.AsSpan(2 * left * RowBytes, RowBytes);
                var row = expected.AsSpan(((2 * left) + 1) * RowBytes, RowBytes);
                var stored = filtered.AsSpan(((2 * left) + 1) * (RowBytes + 1), RowBytes + 1);
                for (var k = 0; k < 256; k++)
                {
                    (above[2 * k], above[(2 * k) + 1]) = ((byte)corner, (byte)k);
                    (row[2 * k], row[(2 * k) + 1]) = ((byte)left, (byte)Paeth(left, k, corner));
                    stored[1 + (2 * k)] = (byte)(left - (k == 0 ? corner : Paeth(row[(2 * k) - 1], corner, k - 1)));
                }

                stored[0] = 4;
                above.CopyTo(filtered.AsSpan((2 * left * (RowBytes + 1)) + 1));
            }

            foreach (var vector in new[] { false, true })
            {
                Assert.True(PngUnfilter.TryRun(filtered, 2 * 256, RowBytes, 1, actual, RowBytes, vector));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"corner {corner}, vector {vector}");
            }
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static byte[] Rows(SeededRandom random, int rowBytes, int height, byte[] levels)
    {
        var filtered = new byte[(rowBytes + 1) * height];
        var kind = random.NextInt(0, 8);
        for (var y = 0; y < height; y++)
        {
            var row = filtered.AsSpan(y * (rowBytes + 1), rowBytes + 1);
            for (var i = 1; i < row.Length; i++)
            {
                row[i] = levels.Length > 0 ? levels[random.NextInt(0, levels.Length)] : (byte)random.NextInt(0, 256);
            }

            row[0] = (byte)(kind < 5 && random.NextBool(0.8) ? kind : random.NextInt(0, 5));
        }

        return filtered;
    }
}
