using Panoptes.Models.Detection.Boxes;

namespace Panoptes.Parity.Boxes;

/// <summary>Anchors, overlaps, codes and edges.</summary>
internal static class BoxArithmetic
{
    /// <summary>Runs them.</summary>
    public static void Run(BoxFixture fixture)
    {
        Anchors(fixture);
        var (boxes, targets, deltas) = (fixture.Read("src_boxes"), fixture.Read("dst_boxes"), fixture.Read("deltas"));
        fixture.Add("iou", BoxOperations.PairwiseIoU(boxes, targets));
        var moved = boxes;
        foreach (var weights in fixture.Root.GetProperty("box_coding").GetProperty("weights").EnumerateArray())
        {
            var w = BoxFixture.Numbers(weights);
            var coder = new BoxCoder(w[0], w[1], w[2], w[3]);
            var codes = coder.Encode(boxes, targets);
            fixture.Add($"encode.{w[0]:0}", codes);
            moved = coder.Decode(deltas, boxes);
            fixture.Add($"decode.{w[0]:0}", moved);
            fixture.Add($"decode_encoded.{w[0]:0}", coder.Decode(codes, boxes));
        }

        // Cut are the boxes that the last weights move.
        var size = fixture.Fixture.Outputs.Keys.Single(key => key.StartsWith("clip_", StringComparison.Ordinal))["clip_".Length..];
        var sides = size.Split('x').Select(BoxFixture.Number).ToArray();
        var clipped = BoxOperations.Clip(moved, sides[0], sides[1]);
        fixture.Add($"clip_{size}", clipped);
        fixture.Add($"nonempty_{size}", BoxOperations.NonEmpty(clipped));
    }

    private static void Anchors(BoxFixture fixture)
    {
        var given = fixture.Root.GetProperty("anchors");
        var (sizes, ratios, strides) = (Of("sizes"), Of("ratios_h_over_w"), Of("strides"));
        foreach (var (grid, k) in given.GetProperty("grid_sizes").EnumerateArray().Select((grid, k) => (grid, k)))
        {
            fixture.Add($"anchors.cell.{k}", AnchorGrid.Of(sizes[k], ratios, (int)strides[k], 1, 1));
            fixture.Add($"anchors.grid.{k}", AnchorGrid.Of(sizes[k], ratios, (int)strides[k], grid[0].GetInt32(), grid[1].GetInt32()));
        }

        double[] Of(string key) => BoxFixture.Numbers(given.GetProperty(key));
    }
}
