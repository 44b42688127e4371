using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Operators;

/// <summary>Parts of a tensor, by place or by index.</summary>
internal static class Parts
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::narrow", call => [call.Slice(call.Tensor("self"), call.Axis("self", "dim"), call.Size("start"), call.Size("length"))]),
        ("aten::slice.Tensor", call => [Sliced(call)]),
        ("aten::select.int", call =>
            [call.Node("Gather", [call.Tensor("self"), Index(call)], ("axis", (long)call.Axis("self", "dim")))]),
        ("aten::split.Tensor", Split),
        ("aten::split_with_sizes", Split),
        ("aten::chunk", Split),
        ("aten::unbind.int", Unbound),
        ("aten::index_select", call =>
            [call.Node("Gather", [call.Tensor("self"), call.Tensor("index")], ("axis", (long)call.Axis("self", "dim")))]),
        ("aten::gather", call =>
            [call.Node("GatherElements", [call.Tensor("self"), call.Tensor("index")], ("axis", (long)call.Axis("self", "dim")))]),
        ("aten::take_along_dim", call =>
            [call.Node("GatherElements", [call.Tensor("self"), call.Tensor("indices")], ("axis", (long)call.Axis("self", "dim")))]),
        ("aten::embedding", call => [call.Node("Gather", [call.Tensor("weight"), call.Tensor("indices")], ("axis", 0L))]),
        ("aten::index.Tensor", call => [Indexed(call)]),
        ("aten::diagonal", call => throw call.Refused("a diagonal")),
    ];

    private static string Index(Call call)
    {
        var index = call.Size("index");
        return index.IsFree
            ? call.Graph.Add("Squeeze", OnnxElement.Int64, [call.Vector([index]), call.Graph.Integers(0)])
            : call.Graph.Integer(index.Value);
    }

    private static string Sliced(Call call)
    {
        var axis = call.Axis("self", "dim");
        var (start, end, step) = (call.Size("start"), call.Sizes("end"), call.Integer("step", 1));
        var whole = call.Shape("self")[axis];
        if (start is { IsFree: false, Value: 0 } && step == 1 && (end is null || (!end[0].IsFree && end[0].Value >= whole.Seen.Max())))
        {
            return call.Tensor("self");
        }

        var last = end is null ? call.Graph.Integers(long.MaxValue) : call.Vector([end[0]]);
        return call.Node("Slice", [call.Tensor("self"), call.Vector([start]), last, call.Graph.Integers(axis), call.Graph.Integers(step)]);
    }

    private static string[] Split(Call call)
    {
        var axis = call.Axis("self", "dim");
        Size[] sizes = [.. Enumerable.Range(0, call.First.Results.Count).Select(k => call.ResultShape(k)[axis])];
        return sizes.Length == 1 ? [call.Tensor("self")] : call.Graph.AddMany(
            "Split", [.. sizes.Select(_ => call.Result)], [call.Tensor("self"), call.Vector(sizes)], ("axis", (long)axis));
    }

    private static string[] Unbound(Call call) =>
    [
        .. Enumerable.Range(0, call.First.Results.Count).Select(k =>
            call.Node("Gather", [call.Tensor("self"), call.Graph.Integer(k)], ("axis", (long)call.Axis("self", "dim")))),
    ];

    // One index, or several for neighboring axes from the first on.
    private static string Indexed(Call call)
    {
        var indices = (RecordedTensor?[])call.First.Arguments["indices"]!;
        int[] given = [.. Enumerable.Range(0, indices.Length).Where(k => indices[k] is not null)];
        if (given.Any(k => indices[k]!.DType == Tensors.DType.Bool))
        {
            throw call.Refused("elements chosen by truth values, as many as there are");
        }

        string Name(int k) => call.Graph.Cast(
            call.Values.Of([.. call.Seen.Select(each => ((RecordedTensor?[])each.Arguments["indices"]!)[k]!)], call), OnnxElement.Int64);
        if (given.Length == 1)
        {
            return call.Node("Gather", [call.Tensor("self"), Name(given[0])], ("axis", (long)given[0]));
        }

        if (!given.SequenceEqual(Enumerable.Range(0, given.Length)) || given.Any(k => !indices[k]!.Shape.SequenceEqual(indices[0]!.Shape)))
        {
            throw call.Refused("indices of several axes that are not the first, or of unlike sizes");
        }

        string[] columns = [.. given.Select(k => call.Graph.Add("Unsqueeze", OnnxElement.Int64, [Name(k), call.Graph.Integers(-1)]))];
        return call.Node("GatherND", [call.Tensor("self"), call.Graph.Add("Concat", OnnxElement.Int64, columns, ("axis", -1L))]);
    }
}
