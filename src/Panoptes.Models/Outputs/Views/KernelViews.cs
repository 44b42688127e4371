using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>
/// Makes one of what kernels found in several views of an image. A kernel draws on the features of its own view alone, so what is joined
/// are the masks that they draw.
/// </summary>
internal static class KernelViews
{
    /// <summary>Joins the views.</summary>
    /// <param name="views">The views, and what the network put out for each.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The size that the joined masks span.</param>
    /// <returns>What was found in one image, in the innermost open scope.</returns>
    public static JoinedKernels Join(
        IReadOnlyList<(ImageView View, KernelMaps Outputs)> views, int image, (int Height, int Width) size)
    {
        using var scope = TensorScope.Open();
        var outputs = views[0].Outputs;
        var (reading, device) = (outputs.Reading, outputs.Device);
        var grid = ViewGrid.Of(views.Select(each => (each.View, each.Outputs.PaddedSize, each.Outputs.MaskSize)));
        var found = views.Select(each => each.Outputs.Find(image)).ToArray();
        var drawers = views.Select(each => each.Outputs.Drawer(image)).ToArray();
        var things = Masks(found.Select(each => (each.Things.Classes, each.Things.Scores, each.Things.Vectors)));
        var stuff = Masks(found.Select(each => (each.Stuff.Maps, each.Stuff.Scores, each.Stuff.Vectors)));

        var objects = Kept(ViewGroups.Of(things, grid, reading.MaskScore, device), things)
            .OrderByDescending(one => one.Score).Take(reading.MostThings).ToArray();
        var regions = Kept(Maps(stuff), stuff).OrderBy(one => one.Class).ToArray();
        var joined = new FoundKernels(
            new FoundThings(
                [.. objects.Select(one => one.Class)], [.. objects.Select(one => one.Score)],
                GroupMasks.Of(
                    [.. objects.Select(one => one.Group)], things, grid, device, Vote,
                    (sums, counts) => sums.Squeeze(1) / counts).Flatten(1)),
            new FoundStuff(
                [.. regions.Select(one => one.Class)], [.. regions.Select(one => one.Score)],
                GroupMasks.Of(
                    [.. regions.Select(one => one.Group)], stuff, grid, device, Vote,
                    (sums, _) => sums.Squeeze(1) / views.Count).Flatten(1)));
        return (JoinedKernels)new JoinedKernels(joined, (grid.Height, grid.Width), size, outputs.Classes, reading).Return(scope);

        ViewMasks[] Masks(IEnumerable<(IReadOnlyList<int> Classes, IReadOnlyList<float> Scores, Tensor Vectors)> all) =>
            [.. all.Select((each, n) => new ViewMasks(each.Classes, each.Scores, rows => grid.Fit(
                drawers[n](each.Vectors.IndexSelect(0, rows)), views[n].Outputs.PaddedSize, views[n].View)))];
    }

    private static Tensor Vote(Tensor probabilities) => probabilities.Unsqueeze(1);

    // Stuff of one map is one: nothing is to be compared.
    private static IEnumerable<int[]> Maps(ViewMasks[] views) => views.SelectMany(view => view.Classes).Distinct()
        .Select(map => views.Select(view => view.Classes.ToList().IndexOf(map)).ToArray());

    // A view without the thing counts as one that gives it a score of 0.
    private static IEnumerable<(int[] Group, int Class, float Score)> Kept(IEnumerable<int[]> groups, ViewMasks[] views) =>
        groups.Select(group =>
        {
            var members = group.Index().Where(one => one.Item >= 0).ToArray();
            return (
                group, views[members[0].Index].Classes[members[0].Item],
                members.Sum(one => views[one.Index].Scores[one.Item]) / views.Length);
        });
}
