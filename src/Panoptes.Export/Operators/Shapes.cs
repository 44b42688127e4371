using Panoptes.Export.Graphs;

namespace Panoptes.Export.Operators;

/// <summary>The same elements with other sizes, in another order, of another type.</summary>
internal static class Shapes
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        .. new[]
        {
            "view", "reshape", "flatten.using_ints", "unflatten.int", "squeeze", "squeeze.dim", "unsqueeze", "view_as", "ravel",
            "atleast_1d",
        }.Select(name => ($"aten::{name}", (OperatorRule)(call => [Reshaped(call)]))),
        .. new[] { "contiguous", "detach", "clone", "alias" }
            .Select(name => ($"aten::{name}", (OperatorRule)(call => [call.Tensor("self")]))),
        .. new[] { "to.dtype", "to.device", "to.dtype_layout", "_to_copy" }
            .Select(name => ($"aten::{name}", (OperatorRule)(call => [call.TensorAs("self", call.Result)]))),
        .. new[] { "expand", "expand_as", "broadcast_to" }.Select(name => ($"aten::{name}", (OperatorRule)(call => [Expanded(call)]))),
        ("aten::copy_", call => [Broadcast(call, call.TensorAs("src", call.Result), call.Shape("src"), call.ResultShape())]),
        ("aten::permute", call => [Permuted(call, [.. call.Integers("dims").Select(axis => axis < 0 ? axis + call.Rank("self") : axis)])]),
        ("aten::transpose.int", call => [Swapped(call, call.Axis("self", "dim0"), call.Axis("self", "dim1"))]),
        ("aten::swapaxes", call => [Swapped(call, call.Axis("self", "axis0"), call.Axis("self", "axis1"))]),
        ("aten::t", call => [call.Rank("self") < 2 ? call.Tensor("self") : Swapped(call, 0, 1)]),
        ("aten::movedim.int", call => [Moved(call, call.Axis("self", "source"), call.Axis("self", "destination"))]),
    ];

    /// <summary>A value repeated to other sizes, as broadcasting does.</summary>
    public static string Broadcast(Call call, string value, IReadOnlyList<Size> from, IReadOnlyList<Size> to) =>
        from.SequenceEqual(to) ? value : call.Graph.Add("Expand", call.Graph.ElementOf(value), [value, call.Vector(to)]);

    private static string Reshaped(Call call) => call.Reshape(call.Tensor("self"), call.Shape("self"), call.ResultShape());

    private static string Expanded(Call call) => Broadcast(call, call.Tensor("self"), call.Shape("self"), call.ResultShape());

    private static string Swapped(Call call, int first, int second)
    {
        long[] order = [.. Enumerable.Range(0, call.Rank("self"))];
        (order[first], order[second]) = (order[second], order[first]);
        return Permuted(call, order);
    }

    private static string Moved(Call call, int source, int destination)
    {
        List<long> order = [.. Enumerable.Range(0, call.Rank("self")).Where(axis => axis != source)];
        order.Insert(destination, source);
        return Permuted(call, [.. order]);
    }

    private static string Permuted(Call call, long[] order) => order.SequenceEqual(Enumerable.Range(0, order.Length).Select(k => (long)k))
        ? call.Tensor("self")
        : call.Graph.Add("Transpose", call.Graph.ElementOf(call.Tensor("self")), [call.Tensor("self")], ("perm", order));
}
