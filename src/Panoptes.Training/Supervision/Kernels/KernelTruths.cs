using Panoptes.Data.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>
/// Makes the ground truth of a batch for a network of positions and kernels (Li et al. 2021, section 3.1; panopticfcn/gt_generate.py).
/// </summary>
/// <param name="config">Which objects each map is to find.</param>
/// <param name="source">What of a batch's targets the masks are.</param>
public sealed class KernelTruths(KernelLossConfig config, MaskSource source)
{
    // The features' stride, and of the maps behind them the first's.
    private const int Stride = 4;
    private const int FirstStride = 8;

    private const double LeastShare = 0.5;

    /// <summary>Makes it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="outputs">What the network made of it: sizes and classes are taken from there.</param>
    /// <returns>Ground truth whose tensors belong to the innermost open scope.</returns>
    /// <exception cref="Foundation.InputException">The batch lacks such targets.</exception>
    public KernelTruth Of(Batch batch, KernelMaps outputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var device = outputs.PixelFeatures.Device;
        var table = outputs.Classes;
        var masks = MaskTruths.Of(batch, source, table.Classes, outputs.PaddedSize, device);
        var soft = masks.Select(truth => AtStride(truth, outputs.PaddedSize, device)).ToArray();
        var stuff = soft.Select((each, n) => Stuff(each, masks[n], table)).ToArray();
        Tensor[] scores = [.. outputs.Levels.Select(level => StuffScores(Ops.Stack(stuff), level))];
        var (centers, isSeen) = Read(soft, scores);
        var objects = masks.Select((truth, n) => Objects(truth, centers[n], TrueBoxes.Of(batch, source, n), table)).ToArray();
        var images = objects.Select((own, n) => new ImageTruth(
            scope.Return(soft[n].IndexSelect(0, RowIndices.Of(own.Select(thing => thing.Mask), device))),
            scope.Return(stuff[n]),
            [.. own.Select(thing => thing.Mask)],
            [.. own.Select(thing => table.Things[thing.Class])])).ToArray();
        var levels = outputs.Levels.Select((level, k) =>
        {
            var (things, bells) = Assign(objects, level, k);
            var shown = isSeen[k].Select((seen, at) => (at / table.StuffMaps.Count, at % table.StuffMaps.Count, seen));
            return new LevelTruth(
                scope.Return(bells.To(device)), scope.Return(scores[k]), things,
                [.. shown.Where(each => each.seen).Select(each => (each.Item1, each.Item2))]);
        });
        return new KernelTruth(images, [.. levels]);
    }

    // Bilinear at a quarter of the size is the mean of four pixels, which may be rounded back to what it is.
    private static Tensor AtStride(MaskTruth truth, (int Height, int Width) size, Device device)
    {
        var (height, width) = (size.Height / Stride, size.Width / Stride);
        var points = PointSampling.Centers(height, width);
        return ((truth.At(points.To(device)) * 4).Round() / 4).View([truth.Masks.Count, height, width]);
    }

    private static Tensor Stuff(Tensor masks, MaskTruth truth, ThingTable table)
    {
        var shares = new float[table.StuffMaps.Count * truth.Masks.Count];
        for (var m = 0; m < truth.Masks.Count; m++)
        {
            shares[(table.StuffMapOf(truth.Masks[m].Class) * truth.Masks.Count) + m] = 1;
        }

        var (height, width) = (masks.Size(1), masks.Size(2));
        return Tensor.From(shares, table.StuffMaps.Count, truth.Masks.Count).To(masks.Device).Matmul(masks.Flatten(1)).ClampMax(1)
            .View([-1, height, width]);
    }

    private static Tensor StuffScores(Tensor stuff, KernelLevel level)
    {
        var resized = stuff.UpsampleBilinear2d([level.Centers.Size(2), level.Centers.Size(3)], false).ClampMax(1);
        return resized * resized.Ge(LeastShare).To(DType.Float32);
    }

    // One look at the device: each mask's center in positions at stride 4 (none where it has no pixel there), and which stuff maps show.
    private static ((double X, double Y)?[][] Centers, bool[][] IsSeen) Read(Tensor[] soft, Tensor[] scores)
    {
        var parts = soft.Select(masks =>
        {
            var inside = masks.Gt(0).To(DType.Float32);
            var (height, width) = (masks.Size(1), masks.Size(2));
            var x = (inside.Sum([1]) * Ops.Arange(width).To(masks.Device)).Sum([1]);
            var y = (inside.Sum([2]) * Ops.Arange(height).To(masks.Device)).Sum([1]);
            return Ops.Stack([x, y, inside.Sum([1, 2])], 1).Flatten();
        }).Concat(scores.Select(level => level.Gt(0).To(DType.Float32).Sum([2, 3]).Flatten()));
        var all = Ops.Cat([.. parts], 0).ToArray<float>();
        var at = 0;
        var centers = Array.ConvertAll(soft, masks =>
        {
            var own = new (double X, double Y)?[masks.Size(0)];
            for (var m = 0; m < own.Length; m++, at += 3)
            {
                own[m] = all[at + 2] > 0 ? (all[at] / all[at + 2], all[at + 1] / all[at + 2]) : null;
            }

            return own;
        });
        return (centers, Array.ConvertAll(scores, level =>
        {
            var count = (int)(level.Size(0) * level.Size(1));
            at += count;
            return Array.ConvertAll(all[(at - count)..at], positions => positions > 0);
        }));
    }

    private static TrueObject[] Objects(
        MaskTruth truth, (double X, double Y)?[] centers, (double Width, double Height)[] boxes, ThingTable table) =>
        [.. Enumerable.Range(0, truth.Masks.Count)
            .Where(m => truth.Masks[m].IsThing && table.ThingOf(truth.Masks[m].Class) >= 0 && centers[m] is not null)
            .Select(m => new TrueObject(m, table.ThingOf(truth.Masks[m].Class), centers[m]!.Value, boxes[m]))];

    private (List<AssignedThing> Things, Tensor Bells) Assign(TrueObject[][] objects, KernelLevel level, int k)
    {
        var (classes, height, width) = ((int)level.Centers.Size(1), (int)level.Centers.Size(2), (int)level.Centers.Size(3));
        var bells = new float[objects.Length * classes * height * width];
        var things = new List<AssignedThing>();
        double stride = FirstStride << k;
        for (var n = 0; n < objects.Length; n++)
        {
            for (var m = 0; m < objects[n].Length; m++)
            {
                var (_, category, center, box) = objects[n][m];
                var side = Math.Sqrt(box.Width * box.Height);
                if (side < config.Sizes[k][0] || side > config.Sizes[k][1])
                {
                    continue;
                }

                var radius = Math.Max(0, (int)GaussianPeaks.Radius(box.Width / stride, box.Height / stride));
                var x = Math.Min(width - 1, (int)(center.X * Stride / stride));
                var y = Math.Min(height - 1, (int)(center.Y * Stride / stride));
                var plane = bells.AsSpan(((n * classes) + category) * height * width, height * width);
                GaussianPeaks.Draw(plane, width, x, y, radius);
                things.Add(new AssignedThing(n, m, category));
            }
        }

        return (things, Tensor.From(bells, objects.Length, classes, height, width));
    }

    private readonly record struct TrueObject(int Mask, int Class, (double X, double Y) Center, (double Width, double Height) Box);
}
