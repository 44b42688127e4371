using System.Text.Json.Nodes;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

public sealed class AtlasTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public AtlasTests()
    {
        folder.Write("classes.json", """
            {"name": "two", "void": 255, "classes": [
              {"id": 10, "train_id": 0, "name": "road", "color": [128, 64, 128]},
              {"id": 20, "train_id": 1, "name": "car", "color": [0, 0, 142], "thing": true}]}
            """);
        var truth = new Plane<byte>(64, 48);
        truth.Pixels.AsSpan().Fill(10);
        for (var y = 10; y < 30; y++)
        {
            truth.Row(y)[10..30].Fill(20);
        }

        PngFile.WriteGray(folder.NewFile("gt/a.png"), truth);
        PngFile.WriteGray(folder.NewFile("pred/a.png"), new Plane<byte>(64, 48));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missed_car_is_on_the_page_in_the_findings_and_in_the_file_for_labelling()
    {
        // Without the limit on outlines: that of the road is off where the car is.
        string[] line =
        [
            "atlas", "semantic", folder["gt"], folder["pred"], "--classes", folder["classes.json"], "--out", folder["out"],
            "--bounded-edge", "0",
        ];
        var outcome = Panoptes.Run(line);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("1  missed", outcome.Output);
        var finding = JsonNode.Parse(File.ReadAllText(folder["out/findings.json"]))!["findings"]!.AsArray().Single()!;
        Assert.Equal(("missed", "car", "road"), (Text("kind"), Text("truth"), Text("prediction")));
        Assert.Equal(400, finding["pixels"]!.GetValue<long>());
        Assert.Contains($"id=\"finding-{Text("address")}\"", File.ReadAllText(folder["out/index.html"]));
        var again = JsonNode.Parse(File.ReadAllText(folder["out/relabel.json"]))!["annotations"]!.AsArray().Single()!;
        Assert.Equal(20, again["category_id"]!.GetValue<int>());
        Assert.Equal("missed", again["panoptes"]!["kind"]!.GetValue<string>());

        // A second call replaces what the first wrote.
        Assert.Equal(0, Panoptes.Run(line).ExitCode);

        string Text(string name) => finding[name]!.GetValue<string>();
    }

    [Fact]
    public void What_cannot_be_is_said_in_one_line_and_nothing_is_written()
    {
        string[] line = ["atlas", "semantic", folder["gt"], folder["pred"], "--classes", folder["classes.json"], "--out", folder["out"]];
        foreach (var (named, words) in new[]
        {
            ("--bounded-iou", new[] { "--bounded-iou", "2" }), ("no-such", ["--images", folder["no-such"]]), ("--keep", ["--keep", "0"]),
        })
        {
            var outcome = Panoptes.Run([.. line, .. words]);
            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Contains(named, Assert.Single(outcome.ErrorLines));
            Assert.False(Directory.Exists(folder["out"]));
        }
    }
}
