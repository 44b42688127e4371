using System.Net;
using System.Text;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Requests;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Hosting;

public sealed class HostileBodyTests
{
    private const int Mutations = 1500;
    private static readonly HttpStatusCode[] Expected =
        [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge];

    public static TheoryData<string> Kinds => ["png", "jpeg", "form", "headers"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Broken_bodies_are_answered_and_end_nothing(string kind)
    {
        await using var service = await Service.Start(
            new ServingOptions { Limits = new RequestLimits { MaxPixels = 100_000, MaxBytes = 100_000 } });
        var (whole, type) = Body(kind);
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var seed = random.Next();
            using var answer = await service.Predict(Mutated(whole, new Random(seed)), type);
            Assert.True(Expected.Contains(answer.StatusCode), $"{kind}, seed {seed}: {answer.StatusCode}");
            refused += answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }

        // A JPEG forgives much: what is wrong in its middle is noise to it.
        Assert.InRange(refused, Mutations / 10, Mutations);
        using var last = await service.Predict(whole, type);
        Assert.Equal(kind == "headers" ? HttpStatusCode.BadRequest : HttpStatusCode.OK, last.StatusCode);
        await service.Until("panoptes_queue_images 0");
    }

    private static (byte[] Bytes, string Type) Body(string kind)
    {
        var (png, jpeg) = (PngFile.EncodeRgb(Pictures.Noise(24, 18)), JpegFile.Encode(Pictures.Noise(48, 40)));
        return kind switch
        {
            "png" => (png, "image/png"),
            "jpeg" => (jpeg, "image/jpeg"),
            "form" => (Form(png), "multipart/form-data; boundary=edge"),
            _ => (Form([]), "multipart/form-data; boundary=edge"),
        };
    }

    private static byte[] Form(byte[] file) =>
    [
        .. Encoding.ASCII.GetBytes(
            "--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"
            + "--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"),
        .. file,
        .. Encoding.ASCII.GetBytes("\r\n--edge--\r\n"),
    ];

    private static byte[] Mutated(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            // Mostly near the beginning, where headers are.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Count) : bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 32), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at))); break;
                case 4: bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)255; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
