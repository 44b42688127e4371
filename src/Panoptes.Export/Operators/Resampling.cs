using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Maps at other sizes.</summary>
internal static class Resampling
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        .. new[] { "", ".vec" }.SelectMany(overload => new (string, OperatorRule)[]
        {
            ($"aten::upsample_bilinear2d{overload}", call => [Resized(call, "linear", Coordinates(call))]),
            ($"aten::upsample_bicubic2d{overload}", call => [Resized(call, "cubic", Coordinates(call), ("cubic_coeff_a", -0.75f))]),
            ($"aten::upsample_nearest2d{overload}", call => [Resized(call, "nearest", "asymmetric", ("nearest_mode", "floor"))]),
            ($"aten::_upsample_nearest_exact2d{overload}", call =>
                [Resized(call, "nearest", "half_pixel", ("nearest_mode", "round_prefer_ceil"))]),
        }),
    ];

    /// <summary>A map (N,C,h,w) at another size, bilinearly.</summary>
    public static string Bilinear(Call call, string map, IReadOnlyList<Size> size, bool alignCorners) =>
        Resized(call, map, size, "linear", alignCorners ? "align_corners" : "pytorch_half_pixel");

    private static string Coordinates(Call call) => call.Flag("align_corners") ? "align_corners" : "pytorch_half_pixel";

    private static string Resized(Call call, string mode, string coordinates, params (string, object)[] more)
    {
        RequireOwnScale(call);
        return Resized(
            call, call.Tensor(call.First.Arguments.ContainsKey("self") ? "self" : "input"), [.. call.ResultShape().Skip(2)], mode,
            coordinates, more);
    }

    // A scale of its own places samples elsewhere than the sizes' quotient does, which is all that the graph is told.
    private static void RequireOwnScale(Call call)
    {
        foreach (var each in call.Seen)
        {
            var given = each.Arguments.GetValueOrDefault("scale_factors") is double[] { Length: 2 } both ? both
                : each.Arguments.GetValueOrDefault("scales_h") is double high && each.Arguments.GetValueOrDefault("scales_w") is double wide
                ? [high, wide] : null;
            var from = (Tensors.Recording.RecordedTensor)(each.Arguments.GetValueOrDefault("self") ?? each.Arguments["input"])!;
            for (var axis = 0; given is not null && axis < 2; axis++)
            {
                var own = (double)each.Results[0].Shape[2 + axis] / from.Shape[2 + axis];
                if (Math.Abs(own - given[axis]) > 1e-6 * own)
                {
                    throw call.Refused($"a scale of {given[axis]} beside sizes whose quotient is {own}");
                }
            }
        }
    }

    private static string Resized(
        Call call, string map, IReadOnlyList<Size> size, string mode, string coordinates, params (string, object)[] more)
    {
        var element = call.Graph.ElementOf(map);
        var shape = call.Graph.Add("Shape", OnnxElement.Int64, [map]);
        var planes = call.Graph.Add(
            "Slice", OnnxElement.Int64, [shape, call.Graph.Integers(0), call.Graph.Integers(2), call.Graph.Integers(0)]);
        var sizes = call.Graph.Add("Concat", OnnxElement.Int64, [planes, call.Vector(size)], ("axis", 0L));
        return call.Graph.Add(
            "Resize", element, [map, "", "", sizes], [("mode", mode), ("coordinate_transformation_mode", coordinates), .. more]);
    }
}
