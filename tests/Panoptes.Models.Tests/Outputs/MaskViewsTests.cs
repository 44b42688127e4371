using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Views;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Outputs;

public sealed class MaskViewsTests
{
    private const int Cells = 8;
    private const int Side = 4 * Cells;
    private const int Classes = 3;

    private static readonly ImageView Plain = new(Side, Side, IsMirrored: false);
    private static readonly ImageView Mirrored = new(Side, Side, IsMirrored: true);

    [Fact]
    public void What_two_views_see_is_one_with_the_mean_of_scores_and_masks()
    {
        using var scope = TensorScope.Open();
        var set = Join((Plain, Set((1, 0.9f, 0, 4, 3f))), (Plain, Set((1, 0.7f, 0, 5, 1f))));
        Assert.Equal(2, set.Last.ClassLogits.Size(1));
        var (scores, masks) = Read(set);
        Assert.Equal(0.8f, scores[0][1], 1e-5);

        // In the columns of both, of the second alone, and of none; what is outside of a mask has a logit of -9.
        Assert.Equal((Sigmoid(3) + Sigmoid(1)) / 2, Sigmoid(masks[0][0]), 1e-5);
        Assert.Equal((Sigmoid(-9) + Sigmoid(1)) / 2, Sigmoid(masks[0][4]), 1e-5);
        Assert.Equal(-9, masks[0][7], 1e-4);
    }

    [Theory]
    [InlineData(1, 0, 4)]
    [InlineData(2, 0, 6)]
    [InlineData(1, 3, 8)]
    public void What_one_view_sees_alone_has_a_score_of_nothing_from_the_other(int category, int from, int to)
    {
        // Another class, or an IoU of 1/2 at the most: another thing.
        using var scope = TensorScope.Open();
        var set = Join((Plain, Set((1, 0.8f, 0, 6, 5f))), (Plain, Set((category, 0.8f, from, to, 5f))));
        var (scores, masks) = Read(set);
        var joined = category == 1 && from == 0;
        Assert.Equal(joined ? 0.8f : 0.4f, scores[0][1], 1e-5);
        Assert.Equal(joined ? 0 : 5, masks[0][5], joined ? 0.1 : 1e-4);
        Assert.Equal(joined ? 0 : 0.4f, scores[1][category], 1e-5);
    }

    [Fact]
    public void Of_each_view_at_most_one_is_taken_the_one_that_overlaps_the_most()
    {
        using var scope = TensorScope.Open();
        var set = Join((Plain, Set((1, 0.9f, 0, 4, 5f))), (Plain, Set((1, 0.8f, 0, 6, 5f), (1, 0.6f, 0, 5, 5f))));
        var (scores, masks) = Read(set);
        Assert.Equal([0.75f, 0.4f], scores.Take(2).Select(one => MathF.Round(one[1], 4)));
        Assert.Equal(0, masks[0][4], 0.1);
        Assert.Equal(5, masks[1][5], 1e-4);
    }

    [Fact]
    public void A_mirrored_view_and_one_of_another_scale_are_laid_over_the_image()
    {
        using var scope = TensorScope.Open();
        var coarse = new MaskSet([Prediction([(1, 0.9f, 0, 2, 5f)], 4, classes: Classes)], (16, 16));
        var set = Join(
            (Plain, Set((1, 0.9f, 0, 4, 5f))), (Mirrored, Set((1, 0.9f, 4, 8, 5f))), (new ImageView(16, 16, false), coarse));
        Assert.Equal([1, 1, Cells, Cells], set.Last.MaskLogits.Narrow(1, 0, 1).Shape.ToArray());
        var (scores, masks) = Read(set);
        Assert.Equal(0.9f, scores[0][1], 1e-5);
        Assert.All(Enumerable.Range(0, Cells), x => Assert.Equal(x < 4, masks[0][x] > 0));
        var found = set.Instances(0, ReadingSize.Same(Side, Side), _ => true, 1).Instances.Single();
        Assert.InRange(found.Mask.Area, 15 * Side, 16 * Side);
    }

    [Fact]
    public void A_view_that_ends_within_a_cell_is_cut_there()
    {
        // 30 of 32 columns show the image; the first 16 of the mirrored view are its last.
        using var scope = TensorScope.Open();
        var view = new ImageView(Side, 30, IsMirrored: true);
        var set = MaskViews.Join([(view, Set((1, 0.9f, 0, 4, 5f))), (view, Set((1, 0.9f, 0, 4, 5f)))], 0, Side, 30, 5);
        var mask = set.Panoptic(0, ReadingSize.Same(Side, 30), _ => true, new PanopticOptions { ObjectScore = 0.5 });
        var edge = Enumerable.Range(0, 30).First(x => mask.Ids.Row(3)[x] > 0);
        Assert.InRange(edge, 13, 15);
        Assert.Equal(30 - edge, mask.Ids.Row(3).ToArray().Count(id => id > 0));
    }

    private static MaskSet Join(params (ImageView View, MaskSet Outputs)[] views) => (MaskSet)MaskViews.Join(
        [.. views.Select(each => (each.View, (MaskOutputs)each.Outputs))], 0, Side, Side, most: 1);

    // Class probabilities and the first row of the mask of each, the surest first.
    private static (float[][] Scores, float[][] Masks) Read(MaskSet set)
    {
        var scores = set.Last.ClassLogits.Select(0, 0).Softmax(-1).ToArray<float>().Chunk(Classes + 1);
        var masks = set.Last.MaskLogits.Select(0, 0).Select(1, 0).ToArray<float>().Chunk(Cells);
        var both = scores.Zip(masks).OrderByDescending(one => one.First[..Classes].Max()).ToArray();
        return ([.. both.Select(one => one.First)], [.. both.Select(one => one.Second)]);
    }

    // Two queries: those that are given, and one that says that there is nothing, anywhere.
    private static MaskSet Set(params (int Class, float Score, int From, int To, float Logit)[] things) =>
        new([Prediction([.. things, .. Enumerable.Repeat((0, 0f, 0, 0, 0f), 2 - things.Length)], Cells, Classes)], (Side, Side));

    private static MaskPrediction Prediction((int Class, float Score, int From, int To, float Logit)[] things, int cells, int classes)
    {
        var logits = things.SelectMany(thing => Enumerable.Range(0, classes + 1).Select(k => MathF.Log(
            k == thing.Class ? Math.Max(thing.Score, 1e-9f) : k == classes ? 1 - thing.Score : 1e-9f))).ToArray();
        var masks = things.SelectMany(thing => Enumerable.Range(0, cells * cells).Select(i =>
            i % cells >= thing.From && i % cells < thing.To ? thing.Logit : -9f)).ToArray();
        var none = Tensor.Empty([0]);
        return new MaskPrediction(
            Tensor.From(logits, 1, things.Length, classes + 1), none, Tensor.From(masks, 1, things.Length, cells, cells), none);
    }

    private static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));
}
