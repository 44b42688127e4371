using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Masks;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Requests;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Hosting;

public sealed class PredictTests
{
    [Fact]
    public async Task Json_names_every_class_with_its_pixels()
    {
        await using var service = await Service.Start();
        var image = Pictures.Noise(40, 30);
        using var answer = await service.Predict(PngFile.EncodeRgb(image));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((40, 30, "semantic"), (Number(json, "width"), Number(json, "height"), json.GetProperty("task").GetString()));
        var seen = new Plane<ushort>(40, 30);
        foreach (var segment in json.GetProperty("segments").EnumerateArray())
        {
            var mask = RunLengthMask.FromCompressed(30, 40, segment.GetProperty("mask").GetProperty("counts").GetString()!);
            Assert.Equal(mask.Area, Number(segment, "area"));
            Assert.Equal(10 + Number(segment, "class"), Number(segment, "raw_id"));
            mask.Paint(seen, (ushort)Number(segment, "class"));
        }

        Assert.Equal(RedModel.Seen(image).Pixels, seen.Pixels);
    }

    [Theory]
    [InlineData("", "image/png", true)]
    [InlineData("?as=labels", null, true)]
    [InlineData("", "text/html, image/png;q=0.5, application/json;q=0.4", true)]
    [InlineData("", "image/*", true)]
    [InlineData("", null, false)]
    [InlineData("", "*/*", false)]
    [InlineData("?as=json", "image/png", false)]
    public async Task An_answer_has_the_form_that_was_asked_for(string query, string? accept, bool isPng)
    {
        await using var service = await Service.Start();
        var image = Pictures.Noise(9, 7);
        using var answer = await service.Predict(PngFile.EncodeRgb(image), query: query, accept: accept);

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(isPng ? "image/png" : "application/json", answer.Content.Headers.ContentType!.MediaType);
        if (isPng)
        {
            var labels = PngFile.ReadLabels<byte>(bytes, "answer");
            Assert.Equal(RedModel.Seen(image).Pixels.Select(id => (byte)(10 + id)), labels.Pixels);
        }
    }

    [Fact]
    public async Task Colors_are_drawn_alone_or_over_the_image()
    {
        await using var service = await Service.Start();
        var image = Pictures.Noise(9, 7);
        using var colors = await service.Predict(PngFile.EncodeRgb(image), query: "?as=colors");
        using var overlay = await service.Predict(PngFile.EncodeRgb(image), query: "?as=overlay");

        Rgb[] palette = [.. Enumerable.Range(0, RedModel.Classes).Select(id => new Rgb((byte)(id << 4), 0, 0))];
        var expected = Overlay.Labels(image, RedModel.Seen(image), palette, 0.55, ushort.MaxValue);
        Assert.Equal(expected.Pixels, PngFile.ReadRgb(await overlay.Content.ReadAsByteArrayAsync(), "overlay").Pixels);
        var alone = PngFile.ReadRgb(await colors.Content.ReadAsByteArrayAsync(), "colors");
        Assert.All(alone.Pixels.Chunk(3).Zip(RedModel.Seen(image).Pixels), each => Assert.Equal(palette[each.Second].R, each.First[0]));
    }

    [Fact]
    public async Task An_image_may_be_the_file_of_a_form_or_a_jpeg()
    {
        await using var service = await Service.Start();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("words"), "note" },
            { new ByteArrayContent(JpegFile.Encode(Pictures.Noise(16, 8))), "picture", "street.jpg" },
        };
        using var answer = await service.Predict(form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(16, Number(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, "width"));
    }

    [Fact]
    public async Task What_is_no_image_is_refused_with_a_line_that_says_why()
    {
        await using var service = await Service.Start();
        var png = PngFile.EncodeRgb(Pictures.Noise(40, 30));

        await Refused(service.Predict(png[..200]), HttpStatusCode.BadRequest, "truncated");
        await Refused(service.Predict([]), HttpStatusCode.BadRequest, "an empty file");
        await Refused(service.Predict(Encoding.UTF8.GetBytes("not an image")), HttpStatusCode.BadRequest, "a PNG or JPEG");
        await Refused(service.Predict(png, "text/plain"), HttpStatusCode.UnsupportedMediaType, "image/png");
        await Refused(service.Predict(png, "multipart/form-data"), HttpStatusCode.UnsupportedMediaType, "image/png");
        await Refused(service.Predict(png, "multipart/form-data; boundary=x"), HttpStatusCode.BadRequest, "the form: broken");
        await Refused(service.Predict(png, query: "?as=7"), HttpStatusCode.BadRequest, "known are json");
        await Refused(service.Predict(png, accept: "text/html"), HttpStatusCode.NotAcceptable, "image/png");
        var red = Pictures.Noise(8, 8);
        red.Pixels[0] = 255;
        await Refused(service.Predict(PngFile.EncodeRgb(red)), HttpStatusCode.BadRequest, "a red corner");
        Assert.Single(service.Model.Batches);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_decoded()
    {
        await using var service = await Service.Start(
            new ServingOptions { Limits = new RequestLimits { MaxBytes = 20_000, MaxPixels = 5000 } });

        await Refused(service.Predict(new byte[20_001]), HttpStatusCode.RequestEntityTooLarge, "20000 bytes");
        await Refused(service.Predict(Chunked(200_000)), HttpStatusCode.RequestEntityTooLarge, "20000 bytes");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[20_001]), "image", "a.png" } };
        await Refused(service.Predict(form), HttpStatusCode.RequestEntityTooLarge, "20000 bytes");
        await Refused(service.Predict(PngFile.EncodeRgb(new RgbImage(100, 51))), HttpStatusCode.RequestEntityTooLarge, "100x51");
        await Refused(service.Predict(Bomb(30_000, 30_000)), HttpStatusCode.RequestEntityTooLarge, "30000x30000");
        await Refused(service.Predict(Bomb(int.MaxValue, int.MaxValue)), HttpStatusCode.RequestEntityTooLarge, "2147483647x2147483647");
        Assert.Empty(service.Model.Batches);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static async Task Refused(Task<HttpResponseMessage> asked, HttpStatusCode status, string words)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, text), (answer.StatusCode, text));
        Assert.Contains(words, JsonDocument.Parse(text).RootElement.GetProperty("error").GetString());
    }

    private static StreamContent Chunked(int bytes) => new(new UnknownLength(new byte[bytes]))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("image/png") },
    };

    // A header that claims a size, with the check sum that belongs to it.
    private static byte[] Bomb(int width, int height)
    {
        var png = PngFile.EncodeRgb(new RgbImage(8, 8));
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        var sum = Crc(png.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), sum);
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var each in bytes)
        {
            sum ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return ~sum;
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
