using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Tests.Matching;

public sealed class ProposalTests
{
    [Fact]
    public void A_box_belongs_to_the_object_that_it_overlaps_most_if_by_enough()
    {
        using var scope = TensorScope.Open();
        var overlaps = Tensor.From([0.1f, 0.7f, 0.4f, 0.3f, 0.2f, 0.6f, 0.45f, 0.1f], 2, 4);
        var (matches, labels) = new ProposalMatcher(0.3, 0.7).Match(overlaps);
        Assert.Equal([1, 0, 1, 0], matches);
        Assert.Equal([0, 1, -1, -1], labels);
    }

    [Fact]
    public void The_best_box_of_an_object_can_be_kept_however_little_it_overlaps()
    {
        using var scope = TensorScope.Open();
        var overlaps = Tensor.From([0.1f, 0.9f, 0.2f, 0.2f, 0.1f, 0.2f], 2, 3);
        Assert.Equal([0, 1, 0], new ProposalMatcher(0.3, 0.7).Match(overlaps).Labels);
        var (matches, labels) = new ProposalMatcher(0.3, 0.7, keepsBest: true).Match(overlaps);
        Assert.Equal([1, 1, 1], labels);
        Assert.Equal([1, 0, 0], matches);
    }

    [Fact]
    public void Without_objects_every_box_is_background()
    {
        using var scope = TensorScope.Open();
        var (matches, labels) = new ProposalMatcher(0.3, 0.7, keepsBest: true).Match(Tensor.Zeros([0, 5]));
        Assert.Equal(new int[5], matches);
        Assert.Equal(new sbyte[5], labels);
        Assert.Empty(new ProposalMatcher(0.3, 0.7).Match(Tensor.Zeros([3, 0])).Labels);
    }

    [Fact]
    public void Background_takes_the_places_that_objects_do_not_need()
    {
        sbyte[] labels = [1, 0, -1, 0, 0, 1, 0, 1, 0, -1];
        int[] Backwards(int count) => [.. Enumerable.Range(0, count).Reverse()];
        var (own, rest) = ProposalSampling.Draw(labels, 4, 0.5, Backwards);
        Assert.Equal([7, 5], own);
        Assert.Equal([8, 6], rest);
        (own, rest) = ProposalSampling.Draw(labels, 9, 0.5, Backwards);
        Assert.Equal([7, 5, 0], own);
        Assert.Equal([8, 6, 4, 3, 1], rest);
    }

    [Fact]
    public void What_is_drawn_are_different_boxes_of_the_kinds_asked_for_and_never_too_many()
    {
        var random = new SeededRandom(3);
        for (var round = 0; round < 200; round++)
        {
            sbyte[] labels = [.. Enumerable.Range(0, random.NextInt(0, 50)).Select(_ => (sbyte)random.NextInt(-1, 2))];
            var (most, share) = (random.NextInt(0, 40), random.NextDouble());
            var (own, rest) = ProposalSampling.Draw(labels, most, share, count =>
            {
                var order = Enumerable.Range(0, count).ToArray();
                random.Shuffle<int>(order);
                return order;
            });
            Assert.All(own, place => Assert.Equal(1, labels[place]));
            Assert.All(rest, place => Assert.Equal(0, labels[place]));
            Assert.Equal(own.Length + rest.Length, own.Concat(rest).Distinct().Count());
            Assert.Equal(Math.Min((int)(most * share), labels.Count(label => label == 1)), own.Length);
            Assert.Equal(Math.Min(most - own.Length, labels.Count(label => label == 0)), rest.Length);
        }
    }

    [Fact]
    public void The_generalized_loss_is_0_for_equal_boxes_and_nears_2_for_far_ones()
    {
        using var scope = TensorScope.Open();
        var boxes = Tensor.From([0f, 0, 4, 2, 0, 0, 1, 1, 0, 0, 2, 1], 3, 4);
        var targets = Tensor.From([0f, 0, 4, 2, 9999, 0, 10000, 1, 1, 0, 3, 1], 3, 4);
        var losses = BoxLoss.GeneralizedIoU(boxes, targets).ToArray<float>();
        Assert.Equal(0, losses[0], 1e-6);
        Assert.Equal(2, losses[1], 1e-3);
        Assert.Equal(2.0 / 3, losses[2], 1e-6);
    }

    [Fact]
    public void Smooth_losses_meet_at_beta_and_are_absolute_without_one()
    {
        using var scope = TensorScope.Open();
        var values = Tensor.From([0.25f, -0.5f, 2], 3);
        Assert.Equal([0.25f * 0.25f, 0.25f, 1.75f], BoxLoss.SmoothL1(values, Tensor.Zeros([3]), 0.5).ToArray<float>());
        Assert.Equal([0.25f, 0.5f, 2], BoxLoss.SmoothL1(values, Tensor.Zeros([3]), 0).ToArray<float>());
    }

    [Fact]
    public void Focal_loss_without_a_weight_weighs_both_sides_equally()
    {
        using var scope = TensorScope.Open();
        var (logits, target) = (Tensor.From([0.3f, 0.3f], 2), Tensor.From([0f, 1], 2));
        var half = SoftFocalLoss.Each(logits, target, 0.5).ToArray<float>();
        var both = SoftFocalLoss.Each(logits, target, null).ToArray<float>();
        Assert.Equal(2 * half[0], both[0], 1e-6);
        Assert.Equal(2 * half[1], both[1], 1e-6);
    }
}
