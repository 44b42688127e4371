using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Tensors from nothing, as large as the graph says: needed where their sizes follow from the inputs'.</summary>
internal static class Creation
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        .. new[] { "zeros", "zeros_like", "new_zeros", "empty.memory_format", "empty_like", "new_empty", "zero_" }
            .Select(name => ($"aten::{name}", (OperatorRule)(call => [Filled(call, 0)]))),
        .. new[] { "ones", "ones_like" }.Select(name => ($"aten::{name}", (OperatorRule)(call => [Filled(call, 1)]))),
        .. new[] { "full", "full_like", "new_full" }
            .Select(name => ($"aten::{name}", (OperatorRule)(call => [Filled(call, call.Number("fill_value"))]))),
        ("aten::fill_.Scalar", call => [Filled(call, call.Number("value"))]),
        ("aten::arange", call => [Range(call, 0)]),
        ("aten::arange.start_step", call => [Range(call, call.Number("start"))]),
        ("aten::linspace", call => [Spaced(call)]),
    ];

    private static string Filled(Call call, double value) => Shapes.Broadcast(
        call, call.Graph.Scalar(value, call.Result), [], call.ResultShape());

    // Counted in integers, so that the numbers are those of libtorch to the last digit.
    private static string Counted(Call call)
    {
        var length = call.Graph.Add("Squeeze", OnnxElement.Int64, [call.Vector(call.ResultShape()), call.Graph.Integers(0)]);
        return call.Graph.Cast(
            call.Graph.Add("Range", OnnxElement.Int64, [call.Graph.Integer(0), length, call.Graph.Integer(1)]), call.Result);
    }

    private static string Range(Call call, double start)
    {
        var (count, step) = (Counted(call), call.Number("step", 1));
        var scaled = step == 1 ? count : call.Node("Mul", [count, call.Graph.Scalar(step, call.Result)]);
        return start == 0 ? scaled : call.Node("Add", [scaled, call.Graph.Scalar(start, call.Result)]);
    }

    // start + k · (end - start) / (steps - 1), where start, end and steps may follow from the input's size.
    private static string Spaced(Call call)
    {
        var (start, end) = (Ends(call, "start"), Ends(call, "end"));
        var one = call.Graph.Scalar(1, call.Result);
        var steps = call.Graph.Cast(call.Vector(call.ResultShape()), call.Result);
        var gaps = call.Node("Max", [call.Node("Sub", [steps, one]), one]);
        var step = call.Node("Div", [call.Node("Sub", [end, start]), gaps]);
        return call.Node("Add", [call.Node("Mul", [Counted(call), step]), start]);
    }

    // A whole or half number that changes is sought among the sizes.
    private static string Ends(Call call, string name)
    {
        double[] values =
            [.. call.Seen.Select(each => Convert.ToDouble(each.Arguments[name], System.Globalization.CultureInfo.InvariantCulture))];
        if (Array.TrueForAll(values, value => value.Equals(values[0])))
        {
            return call.Graph.Scalar(values[0], call.Result);
        }

        foreach (var offset in new[] { 0, 0.5, 1 })
        {
            if (Array.TrueForAll(values, value => (value + offset) % 1 == 0)
                && call.Values.Sizes.Find(new Size([.. values.Select(value => (long)(value + offset))])) is { } size)
            {
                return call.Node("Sub", [call.Graph.Cast(size, call.Result), call.Graph.Scalar(offset, call.Result)]);
            }
        }

        throw call.Refused($"the number {string.Join(" or ", values)}, which changes with the input's size");
    }
}
