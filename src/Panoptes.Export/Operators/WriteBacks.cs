using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Operators;

/// <summary>What a tensor holds once a view of it was written to.</summary>
internal static class WriteBacks
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules => [(RecordedCall.WriteBack, call => [Whole(call)])];

    private static string Whole(Call call)
    {
        var view = new Call(call.Graph, call.Values, [.. call.Seen.Select(each => each.View!)]);
        var (whole, part) = (call.Tensor("base"), call.Tensor("part"));
        switch (view.First.Operator)
        {
            case "aten::narrow":
                return Around(call, view, whole, part, view.Size("start"), view.Size("length"));
            case "aten::select.int":
                var axis = view.Axis("self", "dim");
                var opened = call.Graph.Add("Unsqueeze", call.Result, [part, call.Graph.Integers(axis)]);
                return Around(call, view, whole, opened, view.Size("index"), Size.Fixed(1));
            case "aten::view" or "aten::reshape" or "aten::unsqueeze" or "aten::squeeze" or "aten::squeeze.dim"
                or "aten::flatten.using_ints" or "aten::detach" or "aten::contiguous" or "aten::alias":
                return call.Reshape(part, call.Shape("part"), call.ResultShape());
            default:
                throw call.Refused($"a write to a view that {view.First.Operator} made");
        }
    }

    // What lies before, the part, and what lies behind.
    private static string Around(Call call, Call view, string whole, string part, Size start, Size length)
    {
        var axis = view.Axis("self", "dim");
        var size = call.Shape("base")[axis];
        List<string> pieces = [];
        if (start.IsFree || start.Value != 0)
        {
            pieces.Add(call.Slice(whole, axis, Size.Fixed(0), start));
        }

        pieces.Add(part);
        if (!Enumerable.Range(0, call.Seen.Count).All(k => At(start, k) + At(length, k) == At(size, k)))
        {
            var end = call.Graph.Add("Add", OnnxElement.Int64, [call.Vector([start]), call.Vector([length])]);
            pieces.Add(call.Graph.Add(
                "Slice", call.Result, [whole, end, call.Graph.Integers(long.MaxValue), call.Graph.Integers(axis)]));
        }

        return pieces.Count == 1 ? part : call.Node("Concat", pieces, ("axis", (long)axis));
    }

    private static long At(Size size, int recording) => size.IsFree ? size.Seen[recording] : size.Value;
}
