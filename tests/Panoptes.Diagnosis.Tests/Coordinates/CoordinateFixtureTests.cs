using System.Text.Json;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests.Coordinates;

public sealed class CoordinateFixtureTests
{
    private const string Fixture = "parity/detection/misalignment_probe.json";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var geometry in new[] { "1024x2048_0.625", "360x480_0.625", "1024x2048_0.5", "1024x2048_0.75" })
            {
                foreach (var name in new[] { "exact", "legacy", "bug", "flip", "shift" })
                {
                    cases.Add(geometry, name);
                }
            }

            return cases;
        }
    }

    [NeedsSharedTheory(Fixture)]
    [MemberData(nameof(Cases))]
    public void Distances_fits_and_faults_are_those_of_the_reference(string geometry, string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFiles.Path(Fixture)!));
        var given = json.RootElement.GetProperty("p1").GetProperty(geometry);
        var expected = given.GetProperty("cases").GetProperty(name);
        var within = json.RootElement.GetProperty("tolerance").GetProperty("p1_abs").GetDouble();
        var scale = given.GetProperty("scale").GetDouble();
        var scores = CoordinateProbe.Look(
            Pairs(given.GetProperty("width").GetInt32(), given.GetProperty("height").GetInt32(), scale, name), scale);

        Near("mean_dx", scores.MeanDx);
        Near("mean_dy", scores.MeanDy);
        Near("mean_abs_dx", scores.MeanAbsDx);
        Near("mean_abs_dy", scores.MeanAbsDy);
        Near("max_abs_dx", scores.MaxAbsDx);
        Near("max_abs_dy", scores.MaxAbsDy);
        Near("p99_abs", scores.P99);
        NearFit("fit_label_x", scores.LabelX);
        NearFit("fit_label_y", scores.LabelY);
        Assert.Equal(expected.GetProperty("pass").GetBoolean(), scores.Passes);
        var fault = scores.Fault == CoordinateFault.None ? "ok" : scores.Fault.ToString().ToLowerInvariant();
        Assert.Equal(expected.GetProperty("verdict").GetString(), fault);

        void Near(string key, double actual) => Close(expected.GetProperty(key).GetDouble(), actual, key);

        void NearFit(string key, AxisFit fit)
        {
            var values = expected.GetProperty(key).EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Close(values[0], fit.X, key);
            Close(values[1], fit.Y, key);
            Close(values[2], fit.Offset, key);
        }

        void Close(double wanted, double actual, string key) =>
            Assert.True(Math.Abs(wanted - actual) <= within * Math.Max(1, Math.Abs(wanted) / 1000), $"{key}: {actual}, expected {wanted}");
    }

    [NeedsSharedTheory(Fixture)]
    [InlineData(0.625, "legacy", NearestRule.Legacy)]
    [InlineData(0.5, "legacy", NearestRule.Legacy)]
    [InlineData(0.75, "legacy", NearestRule.Legacy)]
    [InlineData(0.625, "exact", NearestRule.PixelCenter)]
    [InlineData(0.5, "exact", NearestRule.PixelCenter)]
    [InlineData(0.625, "shift", NearestRule.Unknown)]
    public void The_rule_of_nearest_is_named_by_its_mean_even_where_both_pass(double scale, string name, NearestRule expected) =>
        Assert.Equal(expected, CoordinateProbe.Look(Pairs(480, 360, scale, name), scale).Rule);

    private static List<CoordinatePair> Pairs(int width, int height, double scale, string name)
    {
        var (w, h) = ((int)(width * scale), (int)(height * scale));
        var pairs = new List<CoordinatePair>();
        for (var j = 1; j < h - 1; j++)
        {
            for (var i = 1; i < w - 1; i++)
            {
                var (x, y) = name switch
                {
                    "legacy" => (Math.Floor(i / scale), Math.Floor(j / scale)),
                    "bug" => (i + ((width - w) / 2), j + ((height - h) / 2)),
                    "flip" => (Exact(w - 1 - i), Exact(j)),
                    "shift" => (Exact(i) - 3, Exact(j) + 2),
                    _ => (Exact(i), Exact(j)),
                };
                pairs.Add(new CoordinatePair((i + 0.5) / scale, (j + 0.5) / scale, x + 0.5, y + 0.5));
            }
        }

        return pairs;

        double Exact(int i) => Math.Floor((i + 0.5) / scale);
    }
}
