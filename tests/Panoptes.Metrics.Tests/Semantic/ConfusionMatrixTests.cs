using Panoptes.Foundation;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Tests.Semantic;

public sealed class ConfusionMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(19)]
    [InlineData(32)]
    [InlineData(150)]
    [InlineData(254)]
    public void Every_pixel_type_counts_as_a_plain_loop_does(int classes)
    {
        var random = new SeededRandom(classes);
        var (truth, prediction) = RunMaps(random, 1000 + random.NextInt(0, 64), classes, 255);
        var expected = PlainLoop(truth, prediction, classes, 255);
        Assert.Equal(expected, Count<byte>(truth, prediction, classes, 255));
        Assert.Equal(expected, Count<ushort>(
            Array.ConvertAll(truth, v => (ushort)v), Array.ConvertAll(prediction, v => (ushort)v), classes, 255));
        Assert.Equal(expected, Count<long>(
            Array.ConvertAll(truth, v => (long)v), Array.ConvertAll(prediction, v => (long)v), classes, 255));
    }

    [Fact]
    public void Many_classes_count_as_a_plain_loop_does()
    {
        var random = new SeededRandom(5);
        var truth = new ushort[5000];
        var prediction = new ushort[5000];
        for (var i = 0; i < truth.Length; i++)
        {
            (truth[i], prediction[i]) = ((ushort)random.NextInt(0, 1000), (ushort)random.NextInt(0, 1100));
        }

        var matrix = new ConfusionMatrix(1000);
        matrix.Add<ushort>(truth, prediction, 65535);
        for (var i = 0; i < truth.Length; i++)
        {
            Assert.True(matrix[truth[i], Math.Min((int)prediction[i], matrix.None)] > 0);
        }

        Assert.Equal(5000, matrix.Valid);
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused_and_counts_nothing()
    {
        foreach (var position in new[] { 0, 40, 69 })
        {
            var truth = new byte[70];
            truth[position] = 7;
            var matrix = new ConfusionMatrix(5);
            var error = Assert.Throws<InputException>(() => matrix.Add<byte>(truth, new byte[70], 255));
            Assert.Contains("label 7", error.Message);
            matrix.Add<byte>(new byte[3], new byte[3], 255);
            Assert.Equal(3, matrix.Valid);
        }
    }

    [Fact]
    public void An_ignored_class_inside_the_range_counts_in_no_row()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add<byte>(new byte[64], new byte[64], 0);
        Assert.Equal(0, matrix.Valid);
        Assert.Equal(64, matrix[matrix.None, 0]);
    }

    [Fact]
    public void Any_split_and_any_order_of_merging_gives_the_same_matrix()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new SeededRandom(seed, 1);
            var (truth, prediction) = RunMaps(random, 500, 6, 255);
            var whole = new ConfusionMatrix(6);
            whole.Add<byte>(truth, prediction, 255);
            var cut = random.NextInt(0, 501);
            var left = new ConfusionMatrix(6);
            var right = new ConfusionMatrix(6);
            left.Add<byte>(truth.AsSpan(0, cut), prediction.AsSpan(0, cut), 255);
            right.Add<byte>(truth.AsSpan(cut), prediction.AsSpan(cut), 255);
            var backwards = right.Clone();
            backwards.Merge(left);
            left.Merge(right);
            Assert.Equal(whole.ToArrays(true), left.ToArrays(true));
            Assert.Equal(whole.ToArrays(true), backwards.ToArrays(true));
        }
    }

    internal static (byte[] Truth, byte[] Prediction) RunMaps(SeededRandom random, int length, int classes, int ignore)
    {
        return (Runs(), Runs());

        byte[] Runs()
        {
            var map = new byte[length];
            for (var i = 0; i < length;)
            {
                var value = random.NextBool(0.1) ? (byte)ignore : (byte)random.NextInt(0, classes);
                for (var end = Math.Min(length, i + random.NextInt(1, 90)); i < end; i++)
                {
                    map[i] = value;
                }
            }

            return map;
        }
    }

    private static long[][] Count<T>(T[] truth, T[] prediction, int classes, int ignore)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add<T>(truth, prediction, ignore);
        return matrix.ToArrays(includeNone: true);
    }

    private static long[][] PlainLoop(byte[] truth, byte[] prediction, int classes, int ignore)
    {
        var counts = Enumerable.Range(0, classes + 1).Select(_ => new long[classes + 1]).ToArray();
        for (var i = 0; i < truth.Length; i++)
        {
            counts[truth[i] == ignore ? classes : truth[i]][Math.Min((int)prediction[i], classes)]++;
        }

        return counts;
    }
}
