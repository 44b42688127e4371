using Panoptes.Export.Graphs;

namespace Panoptes.Export.Operators;

/// <summary>Tensors joined, padded, repeated and turned around.</summary>
internal static class Joins
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::cat", call => [Joined(call, call.Tensors("tensors"), Axis(call, 0))]),
        ("aten::stack", Stacked),
        ("aten::pad", call => [Padded(call, call.Text("mode") ?? "constant")]),
        ("aten::constant_pad_nd", call => [Padded(call, "constant")]),
        ("aten::reflection_pad2d", call => [Padded(call, "reflect")]),
        ("aten::replication_pad2d", call => [Padded(call, "edge")]),
        ("aten::flip", call => [Flipped(call)]),
        ("aten::roll", call => [Rolled(call)]),
        ("aten::repeat", call => [Repeated(call, call.Sizes("repeats")!)]),
        ("aten::tile", call => [Repeated(call, call.Sizes("dims")!)]),
        ("aten::repeat_interleave.self_int", call => [Interleaved(call)]),
        ("aten::pixel_shuffle", call =>
            [call.Node("DepthToSpace", [call.Tensor("self")], ("blocksize", call.Integer("upscale_factor")), ("mode", "CRD"))]),
    ];

    private static int Axis(Call call, int more)
    {
        var axis = call.Integer("dim");
        var first = ((Tensors.Recording.RecordedTensor[])call.First.Arguments["tensors"]!)[0];
        return (int)(axis < 0 ? axis + first.Shape.Count + more : axis);
    }

    private static string Joined(Call call, string[] parts, int axis) => parts.Length == 1
        ? parts[0]
        : call.Node("Concat", [.. parts.Select(part => call.Graph.Cast(part, call.Result))], ("axis", (long)axis));

    private static string[] Stacked(Call call)
    {
        var axis = Axis(call, 1);
        return [Joined(call, [.. call.Tensors("tensors").Select(part =>
            call.Graph.Add("Unsqueeze", call.Graph.ElementOf(part), [part, call.Graph.Integers(axis)]))], axis)];
    }

    // libtorch names the last axis first, before and after in turn; ONNX all befores, then all afters.
    private static string Padded(Call call, string mode)
    {
        var given = call.Sizes(call.Has("pad") ? "pad" : "padding")!;
        var rank = call.Rank("self");
        var pads = new Size[2 * rank];
        Array.Fill(pads, Size.Fixed(0));
        for (var k = 0; k < given.Count / 2; k++)
        {
            (pads[rank - 1 - k], pads[(2 * rank) - 1 - k]) = (given[2 * k], given[(2 * k) + 1]);
        }

        var kind = mode switch
        {
            "constant" or "reflect" or "edge" => mode,
            "replicate" => "edge",
            _ => throw call.Refused($"padding by {mode}"),
        };
        for (var axis = 0; axis < rank; axis++)
        {
            PadSizes.Tell(call, axis, pads[axis], pads[rank + axis]);
        }

        return kind == "constant"
            ? call.Node(
                "Pad", [call.Tensor("self"), call.Vector(pads), call.Graph.Scalar(call.Number("value"), call.Result)], ("mode", kind))
            : call.Node("Pad", [call.Tensor("self"), call.Vector(pads)], ("mode", kind));
    }

    private static string Flipped(Call call)
    {
        var axes = call.Integers("dims");
        string All(long value) => call.Graph.Integers([.. axes.Select(_ => value)]);
        return call.Node("Slice", [call.Tensor("self"), All(-1), All(long.MinValue + 1), call.Graph.Integers(axes), All(-1)]);
    }

    private static string Rolled(Call call)
    {
        var (shifts, axes) = (call.Integers("shifts"), call.Integers("dims"));
        if (axes.Length != shifts.Length)
        {
            throw call.Refused("a roll of all axes at once");
        }

        var value = call.Tensor("self");
        for (var k = 0; k < axes.Length; k++)
        {
            var axis = (int)(axes[k] < 0 ? axes[k] + call.Rank("self") : axes[k]);
            value = shifts[k] == 0 ? value
                : Joined(call, [call.Range(value, axis, -shifts[k], null), call.Range(value, axis, 0, -shifts[k])], axis);
        }

        return value;
    }

    private static string Repeated(Call call, IReadOnlyList<Size> times)
    {
        var (value, shape) = (call.Tensor("self"), call.Shape("self"));
        if (times.Count > shape.Count)
        {
            Size[] longer = [.. Enumerable.Repeat(Size.Fixed(1), times.Count - shape.Count), .. shape];
            value = call.Reshape(value, shape, longer);
        }

        return call.Node("Tile", [value, call.Vector(times)]);
    }

    // Every element several times in a row: along a new axis, which is then joined with the one before.
    private static string Interleaved(Call call)
    {
        var (axis, shape) = (call.Axis("self", "dim"), call.Shape("self"));
        var times = call.Size("repeats");
        var open = call.Graph.Add("Unsqueeze", call.Result, [call.Tensor("self"), call.Graph.Integers(axis + 1)]);
        Size[] tiles = [.. Enumerable.Range(0, shape.Count + 1).Select(k => k == axis + 1 ? times : Size.Fixed(1))];
        Size[] tiled = [.. shape.Take(axis + 1), times, .. shape.Skip(axis + 1)];
        return call.Reshape(call.Node("Tile", [open, call.Vector(tiles)]), tiled, call.ResultShape());
    }
}
