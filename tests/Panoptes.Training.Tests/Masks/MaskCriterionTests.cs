using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;
using Panoptes.Training.Supervision.Masks;

namespace Panoptes.Training.Tests.Masks;

public sealed class MaskCriterionTests
{
    private static readonly MaskLossConfig Config = new() { Points = 40, Source = MaskSource.Instances };

    [Fact]
    public void No_matching_costs_less_than_the_one_that_is_found()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var scope = TensorScope.Open();
            var random = new SeededRandom(seed, 0x91);
            var (queries, count) = (random.NextInt(1, 6), random.NextInt(1, 5));
            using var batch = MadeUpMasks.Batch(random, 16, 16, 3, MadeUpMasks.Rectangles(random, count, 16, 16), []);
            var outputs = MadeUpMasks.Predictions(seed, 2, queries, 3, 2, (16, 16));
            var truths = MaskTruths.Of(batch, MaskSource.Instances, 3, (16, 16), Device.Cpu);
            var draws = new SeededPointDraws(seed, 3);
            var matcher = new MaskMatcher(new MaskWeights(), 30);
            var matches = matcher.Match(outputs, truths, draws);
            Assert.Equal(2, matches.Layers.Count);
            for (var layer = 0; layer < 2; layer++)
            {
                Assert.Equal(0, matches.Layers[layer][1].Count);
                var match = matches.Layers[layer][0];
                Assert.Equal(Math.Min(queries, count), match.Count);
                var costs = matcher.Costs(outputs.Layers[layer], layer, 0, truths[0], draws).ToArray<double>();
                Assert.Equal(Least(costs, queries, count), match.Queries.Zip(match.Masks, (q, m) => costs[(q * count) + m]).Sum(), 4);
            }
        }
    }

    [Fact]
    public void Only_matched_queries_are_pulled_at_by_masks_and_all_by_classes()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(5);
        using var batch = MadeUpMasks.Batch(
            random, 24, 16, 3, MadeUpMasks.Rectangles(random, 2, 24, 16), MadeUpMasks.Rectangles(random, 1, 24, 16));
        var outputs = MadeUpMasks.Predictions(1, 2, 5, 3, 2, (16, 24));
        var supervisor = new MaskClassification(Config, 11);
        var step = MadeUpMasks.Pass(batch, outputs);
        var losses = supervisor.Compute(step);
        Assert.Equal(["loss_ce", "loss_mask", "loss_dice", "loss_ce_0", "loss_mask_0", "loss_dice_0"], losses.Select(loss => loss.Name));
        Assert.Equal([2, 5, 5, 2, 5, 5], losses.Select(loss => loss.Weight));
        losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, term) => sum + term).Backward();
        var matches = supervisor.Matches.Of(step).Matches;
        for (var layer = 0; layer < 2; layer++)
        {
            var pull = outputs.Layers[layer].MaskEmbeddings.Grad!.Abs().Sum([2]).ToArray<float>();
            for (var n = 0; n < 2; n++)
            {
                for (var q = 0; q < 5; q++)
                {
                    Assert.Equal(matches.Layers[layer][n].Queries.Contains(q), pull[(n * 5) + q] > 0);
                }
            }

            Assert.True(outputs.Layers[layer].ClassLogits.Grad!.Abs().Sum([2]).Min().Item() > 0);
        }
    }

    [Fact]
    public void A_batch_without_masks_has_mask_losses_of_0_and_gradients_of_0()
    {
        using var scope = TensorScope.Open();
        using var batch = MadeUpMasks.Batch(new SeededRandom(1), 16, 16, 3, [], []);
        var outputs = MadeUpMasks.Predictions(1, 2, 4, 3, 2, (16, 16));
        var losses = new MaskClassification(Config, 1).Compute(MadeUpMasks.Pass(batch, outputs));
        losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, term) => sum + term).Backward();
        Assert.All(losses.Where(loss => !loss.Name.StartsWith("loss_ce", StringComparison.Ordinal)), loss =>
            Assert.Equal(0, loss.Value.Item()));
        Assert.All(losses.Where(loss => loss.Name.StartsWith("loss_ce", StringComparison.Ordinal)), loss =>
            Assert.True(loss.Value.Item() > 0));
        Assert.Equal(0, outputs.Last.PixelFeatures.Grad!.Abs().Max().Item());
        Assert.Equal(0, outputs.Last.MaskEmbeddings.Grad!.Abs().Max().Item());
    }

    [Fact]
    public void Losses_say_what_they_are_divided_by()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(5);
        using var batch = MadeUpMasks.Batch(random, 16, 16, 3, MadeUpMasks.Rectangles(random, 4, 16, 16));
        var outputs = MadeUpMasks.Predictions(1, 1, 5, 3, 1, (16, 16));
        var alone = new MaskClassification(Config, 1).Compute(MadeUpMasks.Pass(batch, outputs));
        Assert.Equal(new LossDivisor(4, Least: 1), alone[1].Over);
        Assert.Equal(new LossDivisor(4, Least: 1), alone[2].Over);
        Assert.Equal(new LossDivisor(4 + (0.1 * 1)), alone[0].Over);
    }

    [Fact]
    public void Matches_are_made_once_and_shared()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(5);
        using var batch = MadeUpMasks.Batch(random, 16, 16, 3, MadeUpMasks.Rectangles(random, 2, 16, 16));
        var made = 0;
        var shared = new SharedMatches(new MaskMatcher(new MaskWeights(), 9), MaskSource.Instances, taken =>
        {
            made++;
            return new SeededPointDraws(1, taken.Step);
        });
        var first = MadeUpMasks.Pass(batch, MadeUpMasks.Predictions(1, 1, 4, 3, 1, (16, 16)));
        var second = MadeUpMasks.Pass(batch, MadeUpMasks.Predictions(2, 1, 4, 3, 1, (16, 16)));
        Assert.Same(shared.Of(first).Matches, shared.Of(first).Matches);
        Assert.Equal(1, made);
        shared.Of(second);
        Assert.Equal(2, made);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Predictions_that_are_no_numbers_are_refused_with_their_place(float bad)
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(5);
        using var batch = MadeUpMasks.Batch(random, 16, 16, 3, [], MadeUpMasks.Rectangles(random, 2, 16, 16));
        var outputs = MadeUpMasks.Predictions(1, 2, 4, 3, 2, (16, 16));
        using (Autograd.NoGrad())
        {
            outputs.Layers[1].MaskLogits.Select(0, 1).Select(0, 2).FillInPlace(bad);
        }

        var error = Assert.Throws<InputException>(() => new MaskClassification(Config, 1).Compute(MadeUpMasks.Pass(batch, outputs)));
        Assert.Contains("matching of image 1, prediction 1", error.Message);
        Assert.Contains("query 2", error.Message);
    }

    [Fact]
    public void The_points_kept_are_the_most_uncertain_ones_and_the_same_ones_after_a_restart()
    {
        using var scope = TensorScope.Open();
        var outputs = MadeUpMasks.Predictions(1, 1, 3, 3, 1, (32, 32));
        var masks = outputs.Last.MaskLogits.Detach().View([3, 1, 8, 8]);
        var draws = new SeededPointDraws(4, 8);
        var points = UncertainPoints.Choose(masks, draws, 0, 20, 3, 0.75);
        Assert.Equal([3L, 20, 2], points.Shape.ToArray());
        var drawn = draws.Draw(PointPurpose.Candidates, 0, 0, 3, 60, Device.Cpu);
        var candidates = PointSampling.Sample(masks, drawn).Squeeze(1).Abs().ToArray<float>();
        var chosen = PointSampling.Sample(masks, points).Squeeze(1).Abs().ToArray<float>();
        for (var m = 0; m < 3; m++)
        {
            Assert.Equal(candidates.Skip(m * 60).Take(60).Order().Take(15), chosen.Skip(m * 20).Take(15).Order());
        }

        Assert.Equal(points.ToArray<float>(), UncertainPoints.Choose(masks, new SeededPointDraws(4, 8), 0, 20, 3, 0.75).ToArray<float>());
        Assert.NotEqual(
            points.ToArray<float>(), UncertainPoints.Choose(masks, new SeededPointDraws(4, 9), 0, 20, 3, 0.75).ToArray<float>());
        Assert.Equal(points.Narrow(1, 15, 5).ToArray<float>(), draws.Draw(PointPurpose.Fresh, 0, 0, 3, 5, Device.Cpu).ToArray<float>());
    }

    private static double Least(double[] costs, int queries, int masks)
    {
        var best = double.PositiveInfinity;
        Try(0, 0, 0, 0);
        return best;

        void Try(int mask, int used, double sum, int skipped)
        {
            if (mask == masks)
            {
                best = Math.Min(best, sum);
                return;
            }

            for (var q = 0; q < queries; q++)
            {
                if ((used & (1 << q)) == 0)
                {
                    Try(mask + 1, used | (1 << q), sum + costs[(q * masks) + mask], skipped);
                }
            }

            if (skipped < masks - queries)
            {
                Try(mask + 1, used, sum, skipped + 1);
            }
        }
    }
}
