using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>How much is padded where an axis is padded to a multiple of something, before it, behind it, or half and half.</summary>
internal static class PadSizes
{
    /// <summary>Tells the call's sizes of the amounts at an axis of its argument, where they change with the input's size.</summary>
    public static void Tell(Call call, int axis, Size before, Size after)
    {
        var length = call.Shape("self")[axis];
        if (!length.IsFree || (!before.IsFree && !after.IsFree))
        {
            return;
        }

        var count = length.Seen.Count;
        long At(Size size, int k) => size.IsFree ? size.Seen[k] : size.Value;
        long[] totals = [.. Enumerable.Range(0, count).Select(k => At(before, k) + At(after, k))];
        var multiple = totals.Zip(length.Seen, (total, own) => total + own).Aggregate(Divisor);
        if (multiple <= totals.Max())
        {
            return;
        }

        // (-length) mod multiple: ONNX gives a remainder the divisor's sign.
        var graph = call.Graph;
        var negative = graph.Add("Neg", OnnxElement.Int64, [call.Vector([length])]);
        var total = graph.Add("Mod", OnnxElement.Int64, [negative, graph.Integers(multiple)]);
        var half = graph.Add("Div", OnnxElement.Int64, [total, graph.Integers(2)]);
        var rest = graph.Add("Sub", OnnxElement.Int64, [total, half]);
        (Size, string)[] made =
            [(new Size(totals), total), (Of(total => total / 2), half), (Of(total => total - (total / 2)), rest)];
        foreach (var (size, name) in made)
        {
            call.Values.Sizes.Put(size, name);
        }

        Size Of(Func<long, long> part) => new([.. totals.Select(part)]);
    }

    private static long Divisor(long left, long right) => right == 0 ? left : Divisor(right, left % right);
}
