using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Tests.LabelContracts;

public sealed class LabelCanvasTests
{
    private const byte Void = 255;

    [Fact]
    public void Labels_of_the_whole_image_need_no_canvas() =>
        Assert.Null(LabelCanvas.Of(Contract(0.5, null, new LabelSize(32, 16)), new LabelSize(32, 16), new LabelSize(16, 8)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_native_pixel_shows_the_label_pixel_that_covers_its_center_and_void_outside_of_the_crop(int seed)
    {
        var random = new SeededRandom(seed);
        for (var draw = 0; draw < 40; draw++)
        {
            var scale = new[] { 0.5, 0.625, 1, 2 }[random.NextInt(0, 4)];
            var native = new LabelSize(random.NextInt(20, 60), random.NextInt(20, 60));
            var (x, y) = (random.NextInt(0, 10), random.NextInt(0, 10));
            var crop = new LabelCrop(x, y, random.NextInt(8, native.Width - x + 1), random.NextInt(8, native.Height - y + 1));
            var contract = Contract(scale, crop, native);
            var label = ContractFit.Expected(contract, native);
            contract = contract with { Label = label };
            contract.Validate("contract");
            var labels = new Plane<byte>(label.Width, label.Height);
            for (var i = 0; i < labels.Pixels.Length; i++)
            {
                labels.Pixels[i] = (byte)random.NextInt(0, 200);
            }

            var canvas = Resampler.Ids(labels, LabelCanvas.Of(contract, native, label)!, Void);
            var shown = Resampler.Ids(
                canvas, Geometry.Identity(native.Width, native.Height).ForSource(canvas.Width, canvas.Height), Void);
            for (var v = 0; v < native.Height; v++)
            {
                for (var u = 0; u < native.Width; u++)
                {
                    var (inX, inY) = (u + .5 - crop.X, v + .5 - crop.Y);
                    var (lx, ly) = (inX * label.Width / crop.Width, inY * label.Height / crop.Height);
                    if (IsEdge(lx) || IsEdge(ly))
                    {
                        continue;
                    }

                    var expected = inX < 0 || inY < 0 || inX > crop.Width || inY > crop.Height
                        ? Void
                        : labels[(int)lx, (int)ly];
                    Assert.Equal(expected, shown[u, v]);
                }
            }
        }
    }

    [Fact]
    public void A_crop_on_label_pixels_is_copied_at_the_labels_own_scale()
    {
        var (native, label) = (new LabelSize(2048, 1024), new LabelSize(640, 320));
        var canvas = LabelCanvas.Of(Contract(0.625, new LabelCrop(512, 256, 1024, 512), native), native, label)!;
        Assert.True(canvas.IsCopy);
        Assert.Equal((1280, 640), (canvas.Width, canvas.Height));
        Assert.Equal(new PixelRectangle(320, 160, 960, 480), canvas.Content);
    }

    // A center on an edge between two label pixels is of either.
    private static bool IsEdge(double at) => Math.Abs(at - Math.Round(at)) < 1e-9;

    private static LabelContract Contract(double scale, LabelCrop? crop, LabelSize native) => new()
    {
        Producer = new LabelProducer("test"),
        Native = native,
        Scale = scale,
        Crop = crop,
        Clusters = 200,
        Split = ClusterSplit.Ids(200, []),
    };
}
