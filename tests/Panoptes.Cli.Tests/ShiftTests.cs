using System.Text.Json;
using Panoptes.Cli.CommandLine;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary><c>shift</c> as a user meets it: a short training on two domains, then what it loses on the other.</summary>
public sealed class ShiftTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_measured_on_both_domains_and_loses_nothing_on_its_own()
    {
        var data = new SmallDataset(folder["data"]);
        Succeeds(SmallRun.Train(
            folder, data, "data.streams={labeled: {}, unlabeled: {corruption: {kind: night, level: 5}}}", "train.domain_statistics=true",
            "train.supervisors=[{}, {kind: teacher, stream: unlabeled}]", "train.teacher.labels.pixel_score=0"));

        var text = Succeeds(Shift("--json", "shift.json")).Output;
        Assert.Contains("B: val, domain-unlabeled, night-5, 2 images", text, StringComparison.Ordinal);
        var shift = Json("shift.json");
        var loss = shift.GetProperty("kinds")[0].GetProperty("metrics").EnumerateArray().Last();
        Assert.NotEqual(loss.GetProperty("before").GetDouble(), loss.GetProperty("after").GetDouble());
        var labels = shift.GetProperty("labels");
        Assert.Equal("teacher", labels.GetProperty("labeled_by").GetString());
        Assert.Equal(2 * 96 * 64, labels.GetProperty("classes").EnumerateArray().Sum(row => row.GetProperty("pseudo_labels").GetInt64()));
        Assert.Contains("<h2>Domain shift</h2>", File.ReadAllText(folder[$"{SmallRun.Name}/report.html"]), StringComparison.Ordinal);

        Succeeds(Shift("data.corruption.kind=fog", "data.corruption.level=0", "--json", "same.json"));
        var same = Json("same.json");
        Assert.All(same.GetProperty("kinds")[0].GetProperty("classes").EnumerateArray(), row => Assert.Contains(
            row.GetProperty("drop").GetRawText(), (string[])["null", "0"]));
        Assert.Equal(0, Drop(same));

        Refused("--stream", Shift("--stream", "other"));
        Refused("train.steps", Shift("train.steps=9"));
        Refused("train.domain_statistics", SmallRun.Train(
            folder, data, "run.name=one", "train.domain_statistics=true", "data.streams={labeled: {}, unlabeled: {}}"));
    }

    private static double Drop(JsonElement shift) =>
        shift.GetProperty("kinds")[0].GetProperty("metrics")[0].GetProperty("drop").GetDouble();

    private static Outcome Succeeds(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }

    private static void Refused(string named, Outcome outcome)
    {
        Assert.Equal(ExitCode.BadInput, outcome.ExitCode);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
    }

    private Outcome Shift(params string[] more) => Panoptes.RunIn(folder.Path, ["shift", SmallRun.Name, .. more]);

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(folder[file])).RootElement;
}
