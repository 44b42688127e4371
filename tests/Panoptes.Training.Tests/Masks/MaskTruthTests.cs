using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;

namespace Panoptes.Training.Tests.Masks;

public sealed class MaskTruthTests
{
    [Fact]
    public void Ids_at_points_give_what_sampling_every_mask_by_itself_gives()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            using var scope = TensorScope.Open();
            var random = new SeededRandom(seed, 0x77);
            var (width, height, count) = (random.NextInt(1, 40), random.NextInt(1, 40), random.NextInt(1, seed == 7 ? 300 : 9));
            var masks = MadeUpMasks.Rectangles(random, count, width, height);
            var extent = random.NextBool() ? (height, width) : (height + random.NextInt(0, 9), width + random.NextInt(0, 9));
            using var batch = MadeUpMasks.Batch(random, width, height, 5, masks);
            var truth = MaskTruths.Of(batch, MaskSource.Instances, 5, extent, Device.Cpu)[0];

            var stack = Tensor.Zeros([1, count, extent.Item1, extent.Item2]);
            for (var i = 0; i < count; i++)
            {
                stack.Select(1, i).Narrow(1, 0, height).Narrow(2, 0, width).CopyInPlace(
                    Tensor.From<byte>(masks[i].Decode().Pixels, 1, height, width).To(DType.Float32));
            }

            var shared = (Ops.Rand([1, 50, 2]) * 1.2) - 0.1;
            AssertClose(PointSampling.Sample(stack, shared).Squeeze(0), truth.At(shared.Squeeze(0)), seed);

            int[] which = [.. Enumerable.Range(0, 7).Select(_ => random.NextInt(0, count))];
            var own = Ops.Rand([which.Length, 20, 2]);
            var chosen = stack.Squeeze(0).IndexSelect(0, Tensor.From<long>([.. which.Select(i => (long)i)], which.Length)).Unsqueeze(1);
            AssertClose(PointSampling.Sample(chosen, own).Squeeze(1), truth.At(own, which), seed);
        }
    }

    [Fact]
    public void Masks_that_overlap_lie_in_different_planes_and_few_are_needed()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new SeededRandom(seed, 0x78);
            var masks = MadeUpMasks.Rectangles(random, random.NextInt(0, 12), 30, 20);
            var planes = MaskPlanes.Assign(masks);
            var painted = MaskPlanes.Paint<byte>(masks, planes, 30, 20);
            for (var i = 0; i < masks.Length; i++)
            {
                Assert.Equal(masks[i].Decode().Pixels, painted.Skip(planes[i] * 600).Take(600)
                    .Select(id => id == i + 1 ? (byte)1 : (byte)0));
            }
        }

        var apart = Enumerable.Range(0, 10).Select(i => MadeUpMasks.Rectangles(new SeededRandom(1), 1, 30, 20)[0]).Take(1).ToArray();
        Assert.Equal([0], MaskPlanes.Assign(apart));
    }

    [Fact]
    public void A_class_that_the_network_does_not_know_is_refused_with_the_file()
    {
        var random = new SeededRandom(1);
        using var batch = MadeUpMasks.Batch(random, 8, 8, 1, MadeUpMasks.Rectangles(random, 2, 8, 8));
        MaskTruths.Check(batch, MaskSource.Instances, 1);
        Assert.Contains(
            "0.png: found train id 0", Assert.Throws<InputException>(() => MaskTruths.Check(batch, MaskSource.Instances, 0)).Message);
        Assert.Contains("no segments", Assert.Throws<InputException>(() => MaskTruths.Check(batch, MaskSource.Segments, 1)).Message);
    }

    private static void AssertClose(Tensor expected, Tensor found, int seed)
    {
        Assert.True(expected.Shape.SequenceEqual(found.Shape), $"seed {seed}: {expected} {found}");
        Assert.True((expected - found).Abs().Max().Item() < 2e-5, $"seed {seed}");
    }
}
