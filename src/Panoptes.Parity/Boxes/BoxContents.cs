using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Parity.Boxes;

/// <summary>What boxes show of maps and of masks, and how masks get back into images.</summary>
internal static class BoxContents
{
    /// <summary>Runs them.</summary>
    public static void Run(BoxFixture fixture)
    {
        Align(fixture);
        Pool(fixture);
        const string Pasted = "pasted_";
        var pasted = fixture.Fixture.Outputs.Single(output => output.Key.StartsWith(Pasted, StringComparison.Ordinal));
        var (height, width) = ((int)pasted.Value.Shape[1], (int)pasted.Value.Shape[2]);
        var (masks, boxes) = (fixture.Read("paste_masks"), fixture.Read("paste_boxes"));
        fixture.Add(pasted.Key, MaskPasting.Paste(masks, boxes, height, width));
        Crop(fixture, height, width);
        Pad(fixture);
    }

    private static void Align(BoxFixture fixture)
    {
        var given = fixture.Root.GetProperty("roi_align");
        var bins = BoxFixture.Numbers(given.GetProperty("output"));
        var scale = given.GetProperty("scale").GetDouble();
        foreach (var kind in new[] { "aligned", "legacy" })
        {
            foreach (var samples in new[] { 0, 2 })
            {
                var name = $"roi_align.{kind}.ratio{samples}";
                var map = BoxFixture.Wanted(fixture.Read("roi_feature"));
                var output = map.RoiAlign(fixture.Read("rois"), scale, (long)bins[0], (long)bins[1], samples, kind == "aligned");
                fixture.Add(name, output);
                if (fixture.Fixture.Outputs.ContainsKey($"{name}.grad_feature"))
                {
                    (output * BoxFixture.Formed($"probe:{name}", output.Shape.ToArray())).Sum().Backward();
                    fixture.Add($"{name}.grad_feature", map.Grad!);
                }
            }
        }
    }

    private static void Pool(BoxFixture fixture)
    {
        var levels = fixture.Root.GetProperty("assign_boxes_to_levels");
        int[] strides = [4, 8, 16, 32];
        var found = new RoiPooler(7, strides).Levels(BoxFixture.Rows(levels.GetProperty("boxes")));
        fixture.Add("levels of boxes", found.Select(level => level + 2L), levels.GetProperty("levels_2_to_5"));
        var given = fixture.Root.GetProperty("roi_pooler");
        var side = given.GetProperty("output")[0].GetInt32();
        Tensor[] pyramid = [.. Enumerable.Range(0, strides.Length)
            .Select(k => BoxFixture.Formed($"a.pyramid.{k}", 1, 2, 32 >> k, 48 >> k))];
        fixture.Add("roi_pooler", new RoiPooler(side, strides, given.GetProperty("sampling_ratio").GetInt32())
            .Pool(pyramid, [BoxFixture.Rows(given.GetProperty("boxes"))]));
    }

    // Three masks of the size of an image: a rectangle, two that touch, and a pixel.
    private static void Crop(BoxFixture fixture, int height, int width)
    {
        var given = fixture.Root.GetProperty("crop_and_resize");
        var side = given.GetProperty("size").GetInt32();
        (int Top, int Left, int Bottom, int Right)[][] parts =
            [[(3, 4, 30, 40)], [(0, 0, 10, 60), (10, 0, 40, 12)], [(20, 20, 21, 21)]];
        var planes = parts.Select(rectangles => Filled(rectangles, height, width)).ToArray();
        var masks = Ops.Stack([.. planes.Select(plane => Tensor.From<byte>(plane.Pixels, height, width))], 0).To(DType.Float32);
        var rois = Ops.Cat([Ops.Arange(planes.Length, DType.Float32).Unsqueeze(1), BoxFixture.Rows(given.GetProperty("boxes"))], 1);
        var shown = masks.Unsqueeze(1).RoiAlign(rois, 1, side, side, 0, true).Squeeze(1);
        fixture.Add($"crop_and_resize_{side}", shown.Ge(0.5));
        foreach (var (edges, plane) in given.GetProperty("bounding_boxes").EnumerateArray().Zip(planes))
        {
            var box = RunLengthMask.Encode(plane).Box;
            fixture.Add(
                $"box {edges}", [(long)box.X, (long)box.Y, (long)(box.X + box.Width), (long)(box.Y + box.Height)], edges);
        }
    }

    private static Plane<byte> Filled((int Top, int Left, int Bottom, int Right)[] rectangles, int height, int width)
    {
        var plane = new Plane<byte>(width, height);
        foreach (var (top, left, bottom, right) in rectangles)
        {
            for (var y = top; y < bottom; y++)
            {
                plane.Row(y)[left..right].Fill(1);
            }
        }

        return plane;
    }

    private static void Pad(BoxFixture fixture)
    {
        var given = fixture.Root.GetProperty("image_list");
        var images = given.GetProperty("images").EnumerateArray()
            .Select((shape, k) => BoxFixture.Formed($"a.im{k}", [.. BoxFixture.Numbers(shape).Select(side => (long)side)])).ToArray();
        var (height, width) = (images.Max(image => image.Size(1)), images.Max(image => image.Size(2)));
        var together = Ops.Stack(
            [.. images.Select(image => image.ConstantPadNd([0, width - image.Size(2), 0, height - image.Size(1)]))], 0);
        fixture.Add("image_list", StridePadding.Pad(together, given.GetProperty("size_divisibility").GetInt32()));
    }
}
