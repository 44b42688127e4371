using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A model behind HTTP as a user starts, asks and ends it.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task What_is_served_is_what_predict_writes_bit_for_bit()
    {
        var data = new SmallDataset(folder["data"]);
        Done(SmallRun.Train(folder, data));
        var images = Directory.GetFiles(Path.Combine(data.Root, "val", "images"));
        Done(Panoptes.RunIn(folder.Path, ["predict", SmallRun.Name, .. images, "--out", "files"]));
        Done(Panoptes.RunIn(folder.Path, "export", SmallRun.Name, "--out", "small.onnx", "--dynamic", "batch", "size"));

        var served = await Served(images, "?as=labels", SmallRun.Name, "--set", "train.threads=1", "--batch", "4", "--wait", "200");
        Assert.All(images.Zip(served), each => Assert.Equal(
            File.ReadAllBytes(folder[$"files/{Path.GetFileNameWithoutExtension(each.First)}.png"]), each.Second));

        var exported = await Served(images, "?as=labels", "small.onnx");
        Assert.All(served.Zip(exported), each => Assert.InRange(Same(each.First, each.Second), 0.98, 1));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Segments_that_are_served_are_those_that_predict_writes()
    {
        Done(Panoptes.RunIn(folder.Path, "data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96"));
        File.WriteAllText(folder["panoptic.yaml"], """
            data: {root: scenes, format: coco_panoptic}
            augmentation: {crop: [64, 96], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 0}
            model: {name: mask2former_mobilenetv2}
            train:
              steps: 1
              batch_size: 2
              threads: 1
              masks: {points: 64}
              schedule: {warm_up: none}
              evaluation: {panoptic: {object_score: 0, overlap: 0}}
            report: {tensor_board: false, images: 0, batch_samples: 0}
            run: {name: pan}
            """);
        Done(Panoptes.RunIn(folder.Path, "train", "panoptic.yaml"));
        var images = Directory.GetFiles(folder["scenes/train/images"])[..3];
        Done(Panoptes.RunIn(folder.Path, ["predict", "runs/pan", .. images, "--out", "segments"]));
        var maps = await Served(images, "?as=labels", "runs/pan", "--batch", "2");
        Assert.All(images.Zip(maps), each => Assert.Equal(
            File.ReadAllBytes(Directory.GetFiles(
                folder["segments"], $"{Path.GetFileNameWithoutExtension(each.First)}.png", SearchOption.AllDirectories).Single()),
            each.Second));

        var written = JsonDocument.Parse(File.ReadAllText(folder["segments/panoptic.json"])).RootElement.GetProperty("annotations")
            .EnumerateArray().ToDictionary(each => each.GetProperty("image_id").GetInt32(), each => each.GetProperty("segments_info"));
        var read = await Served(images, "", "runs/pan", "--batch", "1");
        Assert.All(images.Zip(read), each => Assert.Equal(
            written[int.Parse(Path.GetFileNameWithoutExtension(each.First))].EnumerateArray().Select(
                segment => (segment.GetProperty("id").GetInt32(), segment.GetProperty("category_id").GetInt32())),
            JsonDocument.Parse(each.Second).RootElement.GetProperty("segments").EnumerateArray().Select(
                segment => (segment.GetProperty("id").GetInt32(), segment.GetProperty("raw_id").GetInt32()))));
    }

    [Theory]
    [InlineData("missing.onnx: found no such file", "serve", "missing.onnx")]
    [InlineData("--queue: found 0", "serve", "missing.onnx", "--queue", "0")]
    [InlineData("--no-token: found the address 0.0.0.0", "serve", "missing.onnx", "--host", "0.0.0.0", "--no-token")]
    [InlineData("beside it", "serve", "missing.onnx", "--set", "train.threads=1")]
    public void What_cannot_be_served_is_refused_in_a_line(string reason, params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, Assert.Single(outcome.ErrorLines));
    }

    private static void Done(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);

    private static double Same(byte[] png, byte[] other)
    {
        var (one, two) = (PngFile.ReadLabels<byte>(png, "one").Pixels, PngFile.ReadLabels<byte>(other, "two").Pixels);
        return one.Zip(two).Average(each => each.First == each.Second ? 1.0 : 0);
    }

    // Starts the program, asks for all images at the same time, and interrupts it.
    private async Task<byte[][]> Served(string[] images, string query, params string[] words)
    {
        using var process = Panoptes.Start(folder.Path, ["serve", .. words]);
        try
        {
            var line = "";
            while (!line.StartsWith("curl", StringComparison.Ordinal))
            {
                line = await process.StandardOutput.ReadLineAsync()
                    ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
            }

            var address = line[line.IndexOf("http", StringComparison.Ordinal)..];
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", line.Split("Bearer ")[1].Split('\'')[0]);
            var answers = await Task.WhenAll(images.Select(async path =>
            {
                using var body = new ByteArrayContent(await File.ReadAllBytesAsync(path));
                body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                using var answer = await client.PostAsync(new Uri(address + query), body);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return await answer.Content.ReadAsByteArrayAsync();
            }));
            using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            return answers;
        }
        finally
        {
            process.Kill();
        }
    }
}
