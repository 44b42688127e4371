using System.Text.Json;
using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.Verdicts;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests.Content;

public sealed class ContentFixtureTests
{
    private const string Fixture = "parity/detection/misalignment_probe.json";

    [NeedsSharedTheory(Fixture)]
    [InlineData("aligned")]
    [InlineData("shift_2_0")]
    [InlineData("shift_4_-2")]
    [InlineData("shift_16_0")]
    [InlineData("bug_0.625")]
    [InlineData("exact_fix")]
    [InlineData("legacy_fix")]
    [InlineData("hflip")]
    [InlineData("swapped")]
    [InlineData("patch8_aligned")]
    [InlineData("patch8_shift_4_-2")]
    [InlineData("patch8_bug_0.625")]
    public void Scores_and_verdicts_are_those_of_the_reference(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFiles.Path(Fixture)!));
        var expected = json.RootElement.GetProperty("p3").GetProperty(name);
        var tolerance = json.RootElement.GetProperty("tolerance");
        CamVidScene[] scenes =
            [.. json.RootElement.GetProperty("images").EnumerateArray().Select(image => CamVidScene.Read("val", image.GetString()!))];
        var scores = ContentProbe.Look(ProbeImage.Make(scenes.Length, i => Broken(scenes, i, name).Sample));

        double Number(string key) => expected.GetProperty(key).GetDouble();
        double Within(string key) => tolerance.GetProperty(key).GetDouble();
        Assert.Equal((int)Number("points"), scores.Points);
        Near("rho_id", scores.Rho, Within("rho_abs"));
        Near("rho_best", scores.Best.Rho, Within("rho_abs"));
        Near("scale", scores.Best.Placement.Scale, Within("scale"));
        Near("dx", scores.Best.Placement.Dx, Within("shift_px"));
        Near("dy", scores.Best.Placement.Dy, Within("shift_px"));
        Near("z", scores.Z, Within("z_abs"));
        Near("null_mean", scores.NullMean, Within("rho_abs"));
        Near("null_95", scores.Null95, Within("rho_abs"));
        Near("rho_hflip", scores.Orientations[Orientation.FlippedHorizontally], Within("rho_abs"));
        Near("rho_vflip", scores.Orientations[Orientation.FlippedVertically], Within("rho_abs"));
        Near("rho_rot180", scores.Orientations[Orientation.Turned180], Within("rho_abs"));
        var each = expected.GetProperty("rho_id_per_image").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.All(each.Zip(scores.RhoByImage), pair => Assert.Equal(pair.First, pair.Second, Within("rho_abs")));
        Assert.Equal(expected.GetProperty("verdict").GetString(), Named(ContentDecision.Of(scores)));

        void Near(string key, double actual, double within) =>
            Assert.True(Math.Abs(Number(key) - actual) <= within + 1e-9, $"{key}: {actual}, expected {Number(key)} within {within}");
    }

    private static CamVidScene Broken(CamVidScene[] scenes, int i, string name) => name switch
    {
        "aligned" => scenes[i],
        "shift_2_0" => scenes[i].Shifted(2, 0),
        "shift_4_-2" => scenes[i].Shifted(4, -2),
        "shift_16_0" => scenes[i].Shifted(16, 0),
        "bug_0.625" => scenes[i].CenterWindow(0.625),
        "exact_fix" => scenes[i].Fixed(0.625, 0.5),
        "legacy_fix" => scenes[i].Fixed(0.625, 0),
        "hflip" => scenes[i].Flipped(),
        "swapped" => scenes[i] with { Labels = scenes[(i + 1) % scenes.Length].Labels },
        "patch8_aligned" => scenes[i].Blocks(8),
        "patch8_shift_4_-2" => scenes[i].Blocks(8).Shifted(4, -2),
        "patch8_bug_0.625" => scenes[i].Blocks(8).CenterWindow(0.625),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such case"),
    };

    private static string Named(Alignment alignment) => alignment switch
    {
        Alignment.Aligned => "OK",
        Alignment.Flipped => "FLIPPED horizontally",
        _ => alignment.ToString().ToUpperInvariant(),
    };
}
