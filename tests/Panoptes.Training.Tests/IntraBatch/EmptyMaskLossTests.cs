using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Points;
using Panoptes.Training.Supervision.IntraBatch;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Tests.IntraBatch;

public sealed class EmptyMaskLossTests
{
    private static readonly EmptyMaskLoss Dense = new(new IntraBatchConfig(), 0);
    private static readonly IPointDraws Draws = new SeededPointDraws(1, 0);

    [Theory]
    [InlineData(-4, 4.4037e-6)]
    [InlineData(-2, 1.35267e-3)]
    [InlineData(0, 0.129965)]
    [InlineData(2, 1.237559)]
    [InlineData(4, 2.906180)]
    public void Every_pixel_of_one_logit_costs_the_focal_loss_of_that_logit(double logit, double expected)
    {
        using var scope = TensorScope.Open();
        var features = Tensor.Full([2, 1, 3, 5], logit);
        var things = Things(Tensor.Ones([1, 1]), features, images: [0]);
        Assert.Equal(expected, Dense.Of(things, [1, 0], image => features.Select(0, image), Draws, 0).Item(), 2e-6 * Math.Max(1, expected));
    }

    [Fact]
    public void Only_the_other_images_features_count_and_gradients_reach_both_sides()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        var features = Ops.Randn([3, 4, 6, 5]);
        var embeddings = Ops.Randn([2, 4]);
        features.RequiresGrad = embeddings.RequiresGrad = true;
        var things = Things(embeddings, features, images: [0, 2]);
        Dense.Of(things, [1, 0, 1], image => features.Select(0, image), Draws, 0).Backward();
        float[] sums = [.. Enumerable.Range(0, 3).Select(image => (float)features.Grad!.Select(0, image).Abs().Sum().Item())];
        Assert.True(sums[0] == 0 && sums[1] > 0 && sums[2] == 0, string.Join(", ", sums));
        Assert.All(embeddings.Grad!.Abs().Sum([1]).ToArray<float>(), sum => Assert.True(sum > 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_without_things_or_without_a_partner_gives_0_with_a_gradient_of_0(bool hasThings)
    {
        using var scope = TensorScope.Open();
        var features = Ops.Randn([2, 4, 3, 3]);
        var embeddings = Ops.Randn([hasThings ? 1 : 0, 4]);
        features.RequiresGrad = embeddings.RequiresGrad = true;
        var things = Things(embeddings, features, images: hasThings ? [0] : []);
        var loss = Dense.Of(things, [null, 0], image => features.Select(0, image), Draws, 0);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal(0, features.Grad!.Abs().Sum().Item());
        Assert.Equal(0, embeddings.Grad!.Abs().Sum().Item());
    }

    [Fact]
    public void Points_are_where_the_mask_is_unsure_and_cost_less_than_a_mask_that_is_sure_everywhere()
    {
        using var scope = TensorScope.Open();
        var features = Tensor.Full([2, 1, 16, 16], -8);
        features.Narrow(3, 0, 4).FillInPlace(1);
        var things = Things(Tensor.Ones([1, 1]), features, images: [0]);
        var all = Dense.Of(things, [1, 0], image => features.Select(0, image), Draws, 0).Item();
        var points = new EmptyMaskLoss(new IntraBatchConfig(), 64).Of(things, [1, 0], image => features.Select(0, image), Draws, 0).Item();
        Assert.True(points > 1.5 * all, $"{points} at points, {all} on all pixels");
    }

    [Fact]
    public void Every_embedding_keeps_its_weight_in_whatever_order_things_are_shown()
    {
        using var scope = TensorScope.Open();
        var features = Tensor.From<float>([1, 3], 2, 1, 1, 1);
        var things = Things(Tensor.From<float>([1, 2], 2, 1), features, images: [1, 0]) with { Weights = Tensor.From<float>([0, 1], 2) };
        var alone = Things(Tensor.From<float>([2], 1, 1), features, images: [0]) with { Drawings = 2 };
        Assert.Equal(
            Dense.Of(alone, [1, 0], image => features.Select(0, image), Draws, 0).Item(),
            Dense.Of(things, [1, 0], image => features.Select(0, image), Draws, 0).Item(), 1e-7);
    }

    private static ThingEmbeddings Things(Tensor embeddings, Tensor features, int[] images) => new(
        embeddings, Tensor.Ones([images.Length]), images, [.. images.Select(_ => 0)], [.. images.Select(_ => 1)], features)
    {
        Drawings = images.Length,
    };
}
