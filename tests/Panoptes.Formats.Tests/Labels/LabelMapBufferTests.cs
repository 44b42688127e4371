using Panoptes.Formats.Files;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Tests.Labels;

public sealed class LabelMapBufferTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-labels-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Eight_and_sixteen_bits_read_alike()
    {
        ushort[] ids = [0, 1, 254, 255, 7, 33];
        PngFile.WriteGray(Path.Combine(folder, "8.png"), new Plane<byte>(3, 2, [.. ids.Select(id => (byte)id)]));
        PngFile.WriteGray(Path.Combine(folder, "16.png"), new Plane<ushort>(3, 2, ids));
        var (bytes, words, file) = (new LabelMapBuffer<byte>(), new LabelMapBuffer<ushort>(), new FileBuffer());
        foreach (var name in new[] { "8.png", "16.png" })
        {
            bytes.Read(Path.Combine(folder, name), file);
            words.Read(Path.Combine(folder, name), file);
            Assert.Equal(ids, words.Pixels.ToArray());
            Assert.Equal(ids, bytes.Pixels.ToArray().Select(id => (ushort)id));
            Assert.Equal(ids, LabelFile.Read(Path.Combine(folder, name)).Pixels);
        }
    }

    [Fact]
    public void A_number_that_eight_bits_cannot_hold_is_refused_with_its_pixel()
    {
        var path = Path.Combine(folder, "16.png");
        PngFile.WriteGray(path, new Plane<ushort>(3, 2, [0, 1, 2, 3, 256, 5]));
        var message = Assert.Throws<InputException>(() => new LabelMapBuffer<byte>().Read(path, new FileBuffer())).Message;
        Assert.Contains("16.png: found value 256 at pixel (1,1)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jpeg_is_no_label_map()
    {
        var path = Path.Combine(folder, "a.png");
        JpegFile.Write(path, new RgbImage(8, 8));
        Assert.Contains(
            "a JPEG as a label map", Assert.Throws<InputException>(() => LabelFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a JPEG as a label map", Assert.Throws<InputException>(() => new LabelMapBuffer<byte>().Read(path, new FileBuffer())).Message,
            StringComparison.Ordinal);
    }
}
