using Panoptes.Data.Loading;
using Panoptes.Tensors;

namespace Panoptes.Training.Tests.Teachers;

/// <summary>Gives batches the views of a teacher and of students.</summary>
internal static class TwoViews
{
    /// <summary>A batch whose weak view is its image, and whose further strong views are darker.</summary>
    public static Batch Of(Batch batch, int strong = 1)
    {
        using var scope = TensorScope.Open();
        var views = new Dictionary<string, Tensor>
        {
            [Batch.ImageView] = batch.Images.Clone(),
            [BatchViews.WeakView] = batch.Images.Clone(),
        };
        for (var place = 1; place < strong; place++)
        {
            views[BatchViews.StrongView(place)] = batch.Images * (1 - (0.2 * place));
        }

        var two = new Batch(batch.Step, views, batch.Targets with { Labels = batch.Targets.Labels?.Clone() }, batch.Samples);
        batch.Dispose();
        return two;
    }
}
