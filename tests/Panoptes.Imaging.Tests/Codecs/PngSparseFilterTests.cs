using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class PngSparseFilterTests
{
    [Fact]
    public void Rows_that_are_nearly_all_zeros_agree_with_the_definition()
    {
        foreach (var step in new[] { 1, 2, 3, 4, 6, 8 })
        {
            for (var seed = 0; seed < 40; seed++)
            {
                var random = new SeededRandom(step, seed);
                var (rowBytes, height) = (step * random.NextInt(10, seed % 4 == 0 ? 800 : 120), random.NextInt(1, 30));
                var filtered = Sparse(random, rowBytes, height, random.NextInt(0, 12));
                var expected = new byte[rowBytes * height];
                Assert.True(PngUnfilter.TryRun(filtered, height, rowBytes, step, expected, rowBytes, vector: false));
                var actual = new byte[rowBytes * height];
                Assert.True(PngUnfilter.TryRun(filtered, height, rowBytes, step, actual, rowBytes));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"step {step}, seed {seed}");

                var used = step * random.NextInt(1, (rowBytes / step) + 1);
                Array.Clear(actual);
                Assert.True(PngUnfilter.TryRun(filtered, height, rowBytes, step, actual, used));
                for (var y = 0; y < height; y++)
                {
                    Assert.True(
                        expected.AsSpan(y * rowBytes, used).SequenceEqual(actual.AsSpan(y * rowBytes, used)),
                        $"step {step}, seed {seed}, used {used}");
                }
            }
        }
    }

    [Fact]
    public void Rows_are_sparse_only_where_half_of_them_are_zeros()
    {
        var row = new byte[32 * 16];
        Assert.True(PngSparseFilter.Suits(row));
        for (var block = 0; block < 8; block++)
        {
            row[(32 * block) + block] = 1;
            Assert.True(PngSparseFilter.Suits(row));
        }

        row[^1] = 1;
        Assert.False(PngSparseFilter.Suits(row));
        Assert.False(PngSparseFilter.Suits(new byte[31]));
    }

    private static byte[] Sparse(SeededRandom random, int rowBytes, int height, int perRow)
    {
        var filtered = new byte[(rowBytes + 1) * height];
        for (var y = 0; y < height; y++)
        {
            var row = filtered.AsSpan(y * (rowBytes + 1), rowBytes + 1);
            row[0] = (byte)random.NextInt(0, 5);
            for (var i = 0; i < perRow; i++)
            {
                row[random.NextInt(1, rowBytes + 1)] = (byte)random.NextInt(0, 256);
            }
        }

        return filtered;
    }
}
