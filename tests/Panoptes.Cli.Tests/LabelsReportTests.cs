using System.Text.Json;
using Panoptes.Cli.CommandLine;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary><c>labels report</c> as a user meets it: folders of labels against the truth of drawn scenes.</summary>
public sealed class LabelsReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LabelsReportTests() => Succeeds("data", "synth", "--out", "scenes", "--images", "6", "--size", "64x128");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_truth_as_labels_is_right_everywhere_and_has_no_scores()
    {
        var text = Succeeds(
            "labels", "report", "scenes", "scenes", "format=coco_panoptic", "--html", "page.html", "--json", "found.json").Output;
        Assert.Contains("have no scores", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["found.json"]));
        Assert.Equal(1, json.RootElement.GetProperty("pixels").GetProperty("accuracy").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("pixels").GetProperty("kept").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("quality").GetProperty("all").GetProperty("recall75").GetDouble());
        Assert.False(json.RootElement.GetProperty("quality").GetProperty("has_scores").GetBoolean());
        Assert.Contains("Pixels by class", File.ReadAllText(folder["page.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Pseudo_labels_are_joined_by_stem_at_any_scale_whatever_else_the_folder_holds()
    {
        // Class ids of the truth, at half the size; a label of an image that is not there is left aside.
        Draw("ids", id => id);
        Draw("clusters", id => (byte)(20 - id));
        var text = Succeeds("labels", "report", "ids", "scenes", "--json", "ids.json").Output;
        Assert.Contains("labels of 1 of ", text, StringComparison.Ordinal);
        Assert.True(Accuracy("ids.json") > .8);

        Refused("--match", "labels", "report", "clusters", "scenes");
        Succeeds("labels", "report", "clusters", "scenes", "--match", "--json", "named.json");
        Assert.Equal(Accuracy("ids.json"), Accuracy("named.json"), 6);
    }

    private double Accuracy(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(folder[file]));
        return json.RootElement.GetProperty("pixels").GetProperty("accuracy").GetDouble();
    }

    private void Draw(string name, Func<byte, byte> id)
    {
        Directory.CreateDirectory(folder[name]);
        var file = Directory.EnumerateFiles(folder["scenes/val/labels"], "*.png").Order(StringComparer.Ordinal).First();
        var truth = PngFile.ReadLabels<byte>(file);
        var labels = new Plane<byte>(64, 32);
        for (var i = 0; i < labels.Pixels.Length; i++)
        {
            var raw = truth.Pixels[(2 * (i / 64) * truth.Width) + (2 * (i % 64))];
            labels.Pixels[i] = raw < 20 ? id(raw) : (byte)255;
        }

        foreach (var stem in new[] { Path.GetFileNameWithoutExtension(file), "elsewhere" })
        {
            PngFile.WriteGray(folder[$"{name}/{stem}_semantic.png"], labels);
        }
    }

    private Outcome Succeeds(params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', line)}: {outcome.Error}");
        return outcome;
    }

    private void Refused(string named, params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);
        Assert.Equal(ExitCode.BadInput, outcome.ExitCode);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
    }
}
