using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Fields;
using Panoptes.PseudoLabels.Maps;
using Xunit.Abstractions;

namespace Panoptes.PseudoLabels.Tests.Fields;

public sealed class DenseFieldTests(ITestOutputHelper output)
{
    public static TheoryData<int, int, bool> Cases => new()
    {
        { 24, 24, true }, { 24, 24, false }, { 40, 30, true }, { 40, 30, false }, { 64, 64, true }, { 64, 64, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fast_way_stays_near_the_exact_one(int width, int height, bool isSemantic)
    {
        var config = isSemantic ? DenseFieldConfig.Semantic : DenseFieldConfig.Refinement;
        var (sum, most, agree, count) = (0.0, 0.0, 0, 0);
        for (var seed = 0; seed < 3; seed++)
        {
            var (image, probabilities) = Scene(width, height, 5, seed);
            var exact = ExactField.Run(image, probabilities, config, threads: 2);
            var fast = DenseField.Refine(image, probabilities, config);
            for (var i = 0; i < exact.Length; i++)
            {
                sum += Math.Abs(exact[i] - fast.Values[i]);
                most = Math.Max(most, Math.Abs(exact[i] - fast.Values[i]));
            }

            for (var i = 0; i < fast.Pixels; i++)
            {
                agree += Best(exact.AsSpan(i * 5, 5)) == Best(Array.ConvertAll(fast.Of(i).ToArray(), q => (double)q)) ? 1 : 0;
                count++;
            }
        }

        output.WriteLine($"{width}x{height} {isSemantic}: mean {sum / count / 5:F5}, max {most:F4}, argmax {(double)agree / count:F5}");
        Assert.True(sum / count / 5 < 0.02);
        Assert.True((double)agree / count > 0.97);
    }

    private static int Best(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }

        return best;
    }

    // Blocks of color with noise, and probabilities that are right for two of three pixels.
    internal static (RgbImage Image, ChannelMap Probabilities) Scene(int width, int height, int classes, int seed)
    {
        var random = new SeededRandom(seed, 77);
        var image = new RgbImage(width, height);
        var map = new ChannelMap(width, height, classes);
        var colors = Enumerable.Range(0, classes * 3).Select(_ => random.NextInt(30, 220)).ToArray();
        var (cx, cy) = (width / 3.0, height / 2.5);
        for (var i = 0; i < map.Pixels; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            var inner = Math.Pow(x - cx, 2) + Math.Pow(y - cy, 2) < Math.Pow(height / 4.0, 2);
            var truth = inner ? 0 : 1 + (((2 * x / width) + (2 * (y * 2 / height))) % (classes - 1));
            for (var c = 0; c < 3; c++)
            {
                image.Pixels[(3 * i) + c] = (byte)Math.Clamp(colors[(3 * truth) + c] + (4 * random.NextNormal()), 0, 255);
            }

            var voted = random.NextBool(0.67) ? truth : random.NextInt(0, classes);
            for (var c = 0; c < classes; c++)
            {
                map.Of(i)[c] = (float)((c == voted ? 0.6 : 0.4 / (classes - 1)) + (0.05 * random.NextDouble()));
            }

            var total = 0f;
            foreach (var p in map.Of(i))
            {
                total += p;
            }

            foreach (ref var p in map.Of(i))
            {
                p /= total;
            }
        }

        return (image, map);
    }
}
