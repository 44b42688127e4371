using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Views;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Teachers;

/// <summary>The views of a fixture's image, and what its network, which is none, says of them (its <c>input_note</c>).</summary>
internal sealed class TtaViews(StoredFixture fixture)
{
    private const int Side = 28;

    private readonly double[] bias = [.. fixture.Root.GetProperty("bias").EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>The views.</summary>
    public IReadOnlyList<ImageView> All { get; } = [.. fixture.Config.GetProperty("views").EnumerateArray().Select(View)];

    /// <summary>Height and width of the image.</summary>
    public int[] Size { get; } = FixtureJson.Integers(fixture.Config.GetProperty("image"));

    /// <summary>The boxes found in a view.</summary>
    public SureBoxes Boxes(int place) => new(Stored(place, "boxes"), Stored(place, "scores"), Stored(place, "classes").To(DType.Int64));

    /// <summary>No boxes.</summary>
    public static SureBoxes NoBoxes() => new(Tensor.Zeros([0, 4]), Tensor.Zeros([0]), Tensor.Zeros([0], DType.Int64));

    /// <summary>A view of the image, (3, h, w).</summary>
    public Tensor Image(int place)
    {
        var (height, width) = (Size[0], Size[1]);
        var colors = Array.ConvertAll(Formula.Values("t.image", 3L * height * width), value => (value + 1) / 2);
        var geometry = Geometry.Identity(width, height);
        geometry = All[place].Width == width ? geometry : geometry.Resize(All[place].Width, All[place].Height);
        geometry = All[place].IsMirrored ? geometry.FlipHorizontal() : geometry;
        var moved = Enumerable.Range(0, 3).SelectMany(channel => Resampler.Scalar(
            new Plane<float>(width, height, colors.AsSpan(channel * width * height, width * height).ToArray()), geometry,
            ScalarRule.Bilinear, -1).Pixels).ToArray();
        return Tensor.From<float>(moved, 3, geometry.Height, geometry.Width);
    }

    /// <summary>The semantic logits of a view, (C, h, w).</summary>
    public Tensor Logits(int place)
    {
        const int Rows = 6;
        const int Columns = 12;
        var (height, width, isMirrored) = All[place];
        var coarse = Formula.Values("t.base", bias.Length * Rows * Columns);
        var values = Formula.Values($"t.view{place}.logits", (long)bias.Length * height * width);
        for (var i = 0; i < values.Length; i++)
        {
            var (map, y, x) = (i / (height * width), i / width % height, i % width);
            var column = Columns * (isMirrored ? width - 1 - x : x) / width;
            values[i] += (float)((3 * coarse[(((map * Rows) + (Rows * y / height)) * Columns) + column]) + bias[map]);
        }

        return Tensor.From(values, bias.Length, height, width);
    }

    /// <summary>The masks in merged boxes as a view shows them, (M, 28, 28).</summary>
    public Tensor Masks(int place, long count)
    {
        var radii = Formula.Values("t.mask_radius", count);
        var values = Formula.Values($"t.view{place}.masks", count * Side * Side);
        for (var i = 0; i < values.Length; i++)
        {
            var (row, y, x) = (i / (Side * Side), i / Side % Side, i % Side);
            var column = All[place].IsMirrored ? Side - 1 - x : x;
            var distance = Math.Max(Math.Abs(column - 15) / 14.0, Math.Abs(y - 13.5) / 16);
            var radius = 0.55 + (0.4 * (radii[row] + 1) / 2);
            values[i] = (float)Math.Clamp(0.5 + (2 * (radius - distance)) + (0.25 * values[i]), 0, 1);
        }

        return Tensor.From(values, count, Side, Side);
    }

    private Tensor Stored(int place, string name) => fixture.Stored!.ReadTensor(fixture.Stored.Find($"view{place}.{name}")!);

    private static ImageView View(JsonElement view)
    {
        int[] size = FixtureJson.Integers(view.GetProperty("size"));
        return new ImageView(size[0], size[1], view.GetProperty("hflip").GetBoolean());
    }
}
