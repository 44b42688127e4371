using Panoptes.Data.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Linting;
using Panoptes.Studies.Results;
using Panoptes.Studies.Tables;
using Panoptes.Studies.Tests.Analysis;
using Panoptes.Training.Configuration;

namespace Panoptes.Studies.Tests.Tables;

public sealed class SensitivityTableTests
{
    private static readonly StudyResults OneAtATime = RepeatedStudy.Results with
    {
        Recipes = ["base", "jitter-x0.5", "jitter-x2", "gray-half"],
        Declared = ["augmentation.flip"],
        Cells = Alike(
        [
            .. Enumerable.Range(0, 3).Select(seed => RepeatedStudy.Done("maskformer", "base", seed, 0.51 + (0.002 * seed))),
            RepeatedStudy.Done("maskformer", "jitter-x0.5", 0, 0.514),
            RepeatedStudy.Done("maskformer", "jitter-x2", 0, 0.480),
            RepeatedStudy.Done("maskformer", "gray-half", 0, 0.535),
            RepeatedStudy.Done("net|b", "base", 0, 0.4),
            RepeatedStudy.Done("net|b", "jitter-x0.5", 0, 0.5),
        ]),
    };

    [Fact]
    public void Variants_stand_by_the_size_of_their_change_beside_the_band_whatever_its_sign()
    {
        var table = StudyReportTables.Shown(StudyReport.Build(OneAtATime)).Single(one => one.File == "sensitivity");
        int Place(string title) => table.Columns.ToList().FindIndex(column => column.Title == title);
        Assert.Equal(["jitter-x2", "gray-half", "jitter-x0.5"], table.Rows.Select(row => row[Place("Variant")].Text));
        Assert.Equal(["-3.20", "+2.30", "+0.20"], table.Rows.Select(row => row[Place("Change (points)")].Text));
        Assert.Equal(["worse", "better", "inconclusive"], table.Rows.Select(row => row[Place("Verdict")].Text));
        Assert.All(table.Rows, row => Assert.True(row[Place("Noise band (± points)")].Number > 0));
        Assert.Equal("augmentation.flip 0.5 to 1", table.Rows[0][Place("Settings changed")].Text);
    }

    [Fact]
    public void Two_variants_need_no_such_table() => Assert.DoesNotContain(
        StudyReportTables.All(StudyReport.Build(RepeatedStudy.Results)), table => table.File == "sensitivity");

    [Fact]
    public void A_report_with_it_is_clean()
    {
        var text = StudyReportMarkdown.Write(StudyReport.Build(OneAtATime));
        Assert.Contains("## Variants by their change of PQ from base, the largest first", text);
        var found = ReportLinter.LintText(text).Findings.Select(finding => $"{finding.Rule.Id} {finding.Quote}: {finding.Wrong}");
        Assert.Equal("", string.Join('\n', found));
    }

    [Fact]
    public void Pairs_of_many_variants_are_in_files_of_numbers_alone()
    {
        var report = StudyReport.Build(RepeatedStudy.Results with
        {
            Cells = Told(
                [.. Enumerable.Range(0, 8).Select(place => RepeatedStudy.Done("maskformer", place == 0 ? "base" : $"v{place}", 0, 0.5))]),
        });
        Assert.Equal(21, StudyReportTables.All(report).Count(table => table.File.StartsWith("variants-", StringComparison.Ordinal)));
        Assert.DoesNotContain(StudyReportTables.Shown(report), table => table.File.StartsWith("variants-", StringComparison.Ordinal));
        Assert.Contains(StudyReportTables.Shown(report), table => table.File == "comparison-7");
    }

    private static ResultCell[] Told(ResultCell[] cells) => [.. cells.Select((cell, place) => cell with { Id = $"{place}{cell.Id}" })];

    private static ResultCell[] Alike(ResultCell[] cells) =>
    [
        .. Told(cells).Select(cell => cell with
        {
            Batch = 8,
            Steps = 4000,
            Final = cell.Final! with { Step = 4000 },
            Curve = [],
            Config = new RunConfig
            {
                Augmentation = new AugmentationConfig { Flip = cell.Key.Recipe == "base" ? 0.5 : cell.Key.Recipe == "jitter-x2" ? 1 : 0 },
                Train = new TrainConfig { BatchSize = 8, Steps = 4000, Seed = cell.Key.Seed },
            },
        }),
    ];
}
