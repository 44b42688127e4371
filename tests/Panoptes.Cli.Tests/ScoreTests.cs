using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>
/// The verbs <c>score</c> and <c>convert</c> on small files, each once as it should be and once with a file that is not there.
/// </summary>
public sealed class ScoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ScoreTests()
    {
        File.WriteAllText(folder["classes.json"], """
            {"name": "three", "void": 255, "classes": [
              {"id": 0, "name": "road", "color": [128, 64, 128]},
              {"id": 1, "name": "sky", "color": [70, 130, 180]},
              {"id": 2, "name": "car", "color": [0, 0, 142], "thing": true}]}
            """);
        foreach (var side in new[] { "gt", "pred", "other" })
        {
            Directory.CreateDirectory(folder[side]);
            for (var i = 0; i < 3; i++)
            {
                // pred is the truth; other takes the first column for sky.
                var labels = Map((x, y) => side == "other" && x == 0 ? 1 : y < 2 ? 1 : x < 4 + i ? 0 : 2);
                PngFile.WriteGray(folder[$"{side}/{i}_semantic.png"], labels);
                Directory.CreateDirectory(folder[side + "-labels"]);
                PngFile.WriteGray(folder[$"{side}-labels/{i}.png"], labels);
                PngFile.WriteGray(folder[$"{side}/{i}_instance.png"], Map((x, y) => y >= 2 && x >= 4 + i ? 1 : 0));
            }
        }

        File.WriteAllText(folder["instances.json"], """
            {"images":[{"id":1,"height":4,"width":4,"file_name":"a.jpg"}],"categories":[{"id":26,"name":"car"}],"annotations":[
            {"id":1,"image_id":1,"category_id":26,"iscrowd":0,"area":4,"bbox":[0,0,1,4],"segmentation":{"size":[4,4],"counts":[0,4,12]}},
            {"id":2,"image_id":1,"category_id":26,"iscrowd":0,"area":4,"bbox":[2,0,1,4],"segmentation":{"size":[4,4],"counts":[8,4,4]}}]}
            """);
        File.WriteAllText(folder["results.json"], """
            [{"image_id":1,"category_id":26,"score":0.9,"segmentation":{"size":[4,4],"counts":[0,4,12]}},
            {"image_id":1,"category_id":26,"score":0.8,"segmentation":{"size":[4,4],"counts":[8,4,4]}}]
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Semantic_scores_are_printed_and_written()
    {
        var line = Succeeds(
            "score", "semantic", "--gt", folder["gt-labels"], "--pred", folder["pred-labels"], "--classes", folder["classes.json"], "--ci",
            "95", "--out", folder["s.json"], "--html", folder["s.html"]);
        Assert.Contains("mIoU", line);
        Assert.Equal(1, Score("s.json", "mIoU"));
        Assert.Equal(1, JsonNode.Parse(File.ReadAllText(folder["s.json"]))!["intervals"]!["mIoU"]!["low"]!.GetValue<double>());
        Assert.Contains("class=\"n bar\"", File.ReadAllText(folder["s.html"]));
        Fails(
            "no-such", "score", "semantic", "--gt", folder["no-such"], "--pred", folder["pred-labels"], "--classes",
            folder["classes.json"]);
    }

    [Fact]
    public void Clusters_are_assigned_and_scored()
    {
        Succeeds(
            "score", "clusters", "--gt", folder["gt"], "--pred", folder["pred"], "--classes", folder["classes.json"], "--clusters", "3",
            "--out", folder["c.json"]);
        Assert.Equal((1, 1), (Score("c.json", "PQ"), Score("c.json", "mIoU")));
        File.Delete(folder["pred/1_instance.png"]);
        Fails(
            "1_instance.png", "score", "clusters", "--gt", folder["gt"], "--pred", folder["pred"], "--classes", folder["classes.json"],
            "--clusters", "3");
    }

    [Fact]
    public void Instances_are_scored_by_mask_and_by_box()
    {
        foreach (var kind in new[] { "--segm", "--bbox", "--boundary" })
        {
            Succeeds(
                "score", "instances", "--gt", folder["instances.json"], "--pred", folder["results.json"], kind, "--out", folder["i.json"],
                "--html", folder["i.html"]);
            Assert.Equal((1, 1), (Score("i.json", "AP"), Score("i.json", "AP50")));
        }

        File.WriteAllText(folder["results.json"], File.ReadAllText(folder["results.json"])
            .Replace("\"image_id\":1", "\"image_id\":7", StringComparison.Ordinal));
        Fails("results.json: $[0]", "score", "instances", "--gt", folder["instances.json"], "--pred", folder["results.json"]);
    }

    [Fact]
    public void Objects_are_flattened_for_the_numbers_of_things_and_it_is_said()
    {
        var text = Succeeds(
            "score", "instances", "--gt", folder["instances.json"], "--pred", folder["results.json"], "--ci", "95", "--out",
            folder["i.json"]);
        Assert.Contains("were flattened to segments: predictions with a score of at least 0.5", text);
        Assert.Equal((1, 1, 0), (Score("i.json", "Acc_th"), Score("i.json", "Prec_th"), Score("i.json", "confused_25")));
        var details = JsonNode.Parse(File.ReadAllText(folder["i.json"]))!;
        Assert.Equal(2, details["details"]!["things_by_size"]!["small"]!["segments"]!.GetValue<int>());
        Assert.Equal(1, details["intervals"]!["Acc_th small"]!["low"]!.GetValue<double>());
        Assert.DoesNotContain("flattened", Succeeds(
            "score", "instances", "--gt", folder["instances.json"], "--pred", folder["results.json"], "--bbox"));
    }

    [Fact]
    public void Confusion_is_a_table_a_list_and_csv_files()
    {
        Succeeds("convert", "instances-to-panoptic", folder["instances.json"], "--out", folder["cars.json"]);

        // One prediction over both cars, one pixel of background between them left out.
        File.WriteAllText(folder["one.json"], """
            {"images":[{"id":1,"height":4,"width":4,"file_name":"a.jpg"}],"categories":[{"id":26,"name":"car"}],"annotations":[
            {"id":1,"image_id":1,"category_id":26,"iscrowd":0,"area":12,"bbox":[0,0,3,4],"segmentation":{"size":[4,4],"counts":[0,12,4]}}]}
            """);
        Succeeds("convert", "instances-to-panoptic", folder["one.json"], "--out", folder["pred.json"]);
        var text = Succeeds(
            "score", "panoptic", "--gt", folder["cars.json"], "--pred", folder["pred.json"], "--out", folder["q.json"], "--csv",
            folder["tables"], "--html", folder["q.html"]);
        Assert.Equal(1, Score("q.json", "confused_25"));
        Assert.Matches(@" 12 +8 +2 +car 1 100 %; car 2 100 %", text);
        Assert.Contains("tables: 7 CSV files in", text);
        Assert.Equal(
            ["classes", "confused-segments", "confusion", "confusion-by-class", "means", "things-by-class", "things-by-size"],
            Directory.GetFiles(folder["tables"], "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());
        var curve = File.ReadAllLines(folder["tables/confusion.csv"]);
        Assert.Equal("T,all,small,medium,large,huge,\"all, same class\"", curve[0]);
        Assert.Equal(["0 %,1,1,,,,1", "100 %,0,0,,,,0"], [curve[1], curve[21]]);
        Assert.Equal(
            ["image,segment,class,area,confused area,things,\"covers (class, id, share)\"", "1,1,car,12,8,2,car 1 100 %; car 2 100 %"],
            File.ReadAllLines(folder["tables/confused-segments.csv"]));
        Assert.Contains("data-group=\"curve0\"", File.ReadAllText(folder["q.html"]));
        Fails(
            "--csv", "score", "panoptic", "--gt", folder["cars.json"], "--pred", folder["pred.json"], "--pred-dir", folder["pred"], "--csv",
            folder["pred"]);
    }

    [Fact]
    public void Every_conversion_writes_what_the_next_one_reads()
    {
        Assert.Contains("3 images", Succeeds(
            "convert", "labels-to-panoptic", folder["gt-labels"], "--classes", folder["classes.json"], "--out", folder["p.json"]));
        Assert.Contains("3 images", Succeeds("convert", "panoptic-to-labels", folder["p.json"], "--out", folder["labels"]));
        Succeeds(
            "score", "semantic", "--gt", folder["gt-labels"], "--pred", folder["labels"], "--classes", folder["classes.json"], "--out",
            folder["s.json"]);
        Assert.Equal(1, Score("s.json", "mIoU"));
        Assert.Contains("1 images", Succeeds("convert", "instances-to-panoptic", folder["instances.json"], "--out", folder["cars.json"]));
        Succeeds(
            "score", "panoptic", "--gt", folder["cars.json"], "--pred", folder["cars.json"], "--out", folder["q.json"], "--html",
            folder["q.html"]);
        Assert.Equal(1, Score("q.json", "PQ_th"));
        Assert.Contains("2 annotations", Succeeds("convert", "panoptic-to-instances", folder["cars.json"], "--out", folder["again.json"]));
        Assert.Contains("1 frames", Succeeds("convert", "panoptic-to-cityscapes", folder["cars.json"], "--out", folder["gtFine/val"]));
        Assert.Contains("1 frames", Succeeds("convert", "cityscapes-to-panoptic", folder["gtFine/val"], "--out", folder["back.json"]));
        Fails("no-such.json", "convert", "panoptic-to-labels", folder["no-such.json"], "--out", folder["x"]);
        Fails("no-such.json", "score", "panoptic", "--gt", folder["no-such.json"], "--pred", folder["cars.json"]);
    }

    [Fact]
    public void A_comparison_says_which_set_wins()
    {
        string[] rest = ["--gt", folder["gt-labels"], "--classes", folder["classes.json"]];
        var text = Succeeds(
            [
                "score", "compare", folder["pred-labels"], folder["other-labels"], "--out", folder["c.json"], "--html", folder["c.html"],
                .. rest,
            ]);
        Assert.Contains("classes won by A: 2, by B: 0, tied: 1", text);
        Assert.True(JsonNode.Parse(File.ReadAllText(folder["c.json"]))!["comparison"] is JsonObject);
        Assert.Contains("<svg", File.ReadAllText(folder["c.html"]));
        Fails("no-such", ["score", "compare", folder["pred-labels"], folder["no-such"], .. rest]);
    }

    [Fact]
    public void A_process_that_scores_ends_with_the_right_exit_code()
    {
        var done = Panoptes.Run("score", "instances", "--gt", folder["instances.json"], "--pred", folder["results.json"]);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        Assert.Contains("100.00", done.Output);
        var failed = Panoptes.Run("score", "instances", "--gt", folder["instances.json"], "--pred", folder["classes.json"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("classes.json", Assert.Single(failed.ErrorLines));
    }

    private static Plane<byte> Map(Func<int, int, int> value)
    {
        var map = new Plane<byte>(12, 8);
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 12; x++)
            {
                map[x, y] = (byte)value(x, y);
            }
        }

        return map;
    }

    private static string Succeeds(params string[] line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.True(PanoptesCommand.Run(line, output, error) == ExitCode.Done, $"{string.Join(' ', line)}: {error}");
        return output.ToString();
    }

    private static void Fails(string named, params string[] line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(ExitCode.BadInput, PanoptesCommand.Run(line, output, error));
        Assert.Contains(named, Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private double Score(string file, string name) => JsonNode.Parse(File.ReadAllText(folder[file]))!["scores"]![name]!.GetValue<double>();
}
