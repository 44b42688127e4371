using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Tests.Layers;

public sealed class LevelFusionTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Fusing_at_each_maps_own_size_is_convolving_the_resized_concatenation(int like, bool alignCorners)
    {
        using var scope = TensorScope.Open();
        using var fusion = new LevelFusion(5 + 7 + 3 + 2, 6, "gn", new GroupNorm(2, 6), alignCorners);
        Tensor[] maps = [Ops.Randn([2, 5, 9, 13]), Ops.Randn([2, 7, 5, 7]), Ops.Randn([2, 3, 3, 4]), Ops.Randn([2, 2, 1, 1])];
        Array.ForEach(maps, map => map.RequiresGrad = true);
        var (height, width) = (maps[like].Size(2), maps[like].Size(3));
        var weight = fusion.NamedParameters()[0].Tensor;
        var whole = Ops.Cat([.. maps.Select(map => map.UpsampleBilinear2d([height, width], alignCorners))], 1).Conv2d(weight);
        var expected = whole.GroupNorm(2, Tensor.Ones([6]), Tensor.Zeros([6])).Relu();
        var probe = Ops.Randn([2, 6, height, width]);
        var wanted = Gradients((expected * probe).Sum());
        var actual = fusion.Forward(maps, like);
        var found = Gradients((actual * probe).Sum());
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.InRange((actual - expected).Abs().Max().Item(), 0, 1e-5);
        Assert.All(wanted.Zip(found), pair => Assert.All(
            pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 2e-4)));

        float[][] Gradients(Tensor loss)
        {
            Tensor[] leaves = [weight, .. maps];
            Array.ForEach(leaves, leaf => leaf.Grad = null);
            loss.Backward();
            return [.. leaves.Select(leaf => leaf.Grad!.ToArray<float>())];
        }
    }
}
