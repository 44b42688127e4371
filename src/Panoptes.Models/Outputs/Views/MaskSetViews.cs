using Panoptes.Models.Detection.Views;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>Makes one set of masks of those of several views of an image, which is read as that of one view is.</summary>
internal static class MaskSetViews
{
    // What a probability is at least, lest its logarithm be none: far below what float32 tells from 0 beside 1.
    private const double Least = 1e-37;

    /// <summary>Joins the views.</summary>
    /// <param name="views">The views, and what the network put out for each.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The size that the joined masks span.</param>
    /// <param name="most">How many objects an image may have: as many masks are kept at least.</param>
    /// <returns>A set of one image, in the innermost open scope.</returns>
    public static MaskSet Join(
        IReadOnlyList<(ImageView View, MaskSet Outputs)> views, int image, (int Height, int Width) size, int most)
    {
        using var scope = TensorScope.Open();
        var logits = views.Select(each => each.Outputs.Last.MaskLogits.Select(0, image)).ToArray();
        var grid = ViewGrid.Of(views.Select((each, n) => (
            each.View, each.Outputs.PaddedSize, ((int)logits[n].Size(1), (int)logits[n].Size(2)))));
        var classes = (int)views[0].Outputs.Last.ClassLogits.Size(2);
        var said = views.Select(each => each.Outputs.Last.ClassLogits.Select(0, image).To(DType.Float32).Softmax(-1).ToArray<float>())
            .Select(all => all.Chunk(classes).ToArray()).ToArray();
        var masks = views.Select((each, n) => new ViewMasks(
            [.. said[n].Select(Best)], [.. said[n].Select(one => one[Best(one)])],
            rows => grid.Fit(logits[n].IndexSelect(0, rows).To(DType.Float32), each.Outputs.PaddedSize, each.View))).ToArray();
        var device = logits[0].Device;
        var kept = ViewGroups.Of(masks, grid, inside: 0, device)
            .Select(group => (Group: group, Said: Mean(group, said, classes)))
            .OrderByDescending(one => one.Said[Best(one.Said)])
            .Take(Math.Max(said[0].Length, most)).OrderBy(one => Place(one.Group)).ToArray();
        var mean = Tensor.From<float>([.. kept.SelectMany(one => one.Said)], 1, kept.Length, classes).To(device);
        var joined = new MaskPrediction(
            mean.ClampMin(Least).Log(), Tensor.Empty([0]),
            GroupMasks.Of([.. kept.Select(one => one.Group)], masks, grid, device, Votes, LogOdds).Unsqueeze(0),
            Tensor.Empty([0]));
        return (MaskSet)new MaskSet([joined], size).Return(scope);
    }

    // The likeliest class, "no object" left out: that is no class to be of one object.
    private static int Best(float[] said) => Array.IndexOf(said, said.AsSpan(..^1).ToArray().Max());

    // In the order of the first view's queries, as one view is read: a segment of stuff has the score of its first.
    private static (int View, int Query) Place(int[] group)
    {
        var view = Array.FindIndex(group, query => query >= 0);
        return (view, group[view]);
    }

    // A view without the object says that there is none.
    private static float[] Mean(int[] group, float[][][] said, int classes)
    {
        var sum = new float[classes];
        for (var view = 0; view < group.Length; view++)
        {
            for (var k = 0; k < classes && group[view] >= 0; k++)
            {
                sum[k] += said[view][group[view]][k];
            }

            sum[^1] += group[view] < 0 ? 1 : 0;
        }

        return Array.ConvertAll(sum, value => value / group.Length);
    }

    // How likely a cell is inside, and outside: the second is not one less the first where that is nearly one.
    private static Tensor Votes(Tensor logits) => Ops.Stack([logits.Sigmoid(), logits.Neg().Sigmoid()], 1);

    // The logit of the mean probability. How many views were added cancels out.
    private static Tensor LogOdds(Tensor sums, Tensor counts)
    {
        var logarithms = sums.ClampMin(Least).Log();
        return logarithms.Select(1, 0) - logarithms.Select(1, 1);
    }
}
