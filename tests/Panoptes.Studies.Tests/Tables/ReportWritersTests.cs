using System.Text;
using System.Text.RegularExpressions;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Tables;
using Panoptes.Studies.Tests.Analysis;

namespace Panoptes.Studies.Tests.Tables;

/// <summary>
/// Whole reports, held against files, so that a change of them is seen in review. To accept a change:
/// <c>PANOPTES_ACCEPT=1 ./panoptes test ReportWriters</c>.
/// </summary>
public sealed partial class ReportWritersTests
{
    private static readonly StudyReport Seed = StudyReport.Build(SeedStudy.Results);
    private static readonly StudyReport Repeated = StudyReport.Build(RepeatedStudy.Results);

    public static TheoryData<string> Reports => ["seed.md.txt", "seed-ascii.md.txt", "repeated.md.txt", "repeated.tex.txt", "repeated.txt"];

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_reads_as_accepted(string file)
    {
        var text = file switch
        {
            "seed.md.txt" => StudyReportMarkdown.Write(Seed),
            "seed-ascii.md.txt" => StudyReportMarkdown.Write(Seed, ascii: true),
            "repeated.md.txt" => StudyReportMarkdown.Write(Repeated),
            "repeated.tex.txt" => StudyReportLatex.Write(Repeated),
            _ => StudyReportText.Write(Repeated),
        };
        var accepted = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("PANOPTES_ACCEPT") == "1")
        {
            File.WriteAllText(accepted, text);
        }

        Assert.Equal(File.ReadAllText(accepted), text);
    }

    [Fact]
    public void The_ascii_mode_has_ascii_only_and_keeps_names_apart()
    {
        foreach (var text in new[] { StudyReportMarkdown.Write(Repeated, true), StudyReportText.Write(Repeated, true) })
        {
            Assert.True(Ascii.IsValid(text));
            Assert.Contains(@"\u00dc", text);
            Assert.Contains("C completed", text);
        }
    }

    [Fact]
    public void No_report_says_why()
    {
        foreach (var report in new[] { Seed, Repeated })
        {
            string[] texts =
            [
                StudyReportMarkdown.Write(report), StudyReportLatex.Write(report), StudyReportText.Write(report),
                .. StudyReportTables.All(report).Select(ReportTableCsv.Write),
            ];
            Assert.All(texts, text => Assert.DoesNotMatch(Causal(), text));
        }
    }

    [Fact]
    public void Every_report_prints_its_protocol_and_the_warning_beside_times_for_each_percent()
    {
        foreach (var text in new[] { StudyReportMarkdown.Write(Seed), StudyReportLatex.Write(Seed), StudyReportText.Write(Seed) })
        {
            foreach (var word in new[] { "Metric: mIoU", "Split: ", "Seeds: 0", "Read: 2026-02-03 12:00 UTC", "Noise band: assumed" })
            {
                Assert.Contains(word, text);
            }

            Assert.Contains("rewards stopping early", text);
            Assert.Contains("not measured here", text);
        }
    }

    [Fact]
    public void Samples_are_iterations_times_batch_in_every_row()
    {
        foreach (var report in new[] { Seed, Repeated })
        {
            var table = StudyReportTables.All(report).Single(one => one.File == "trained");
            int Place(string title) => table.Columns.ToList().FindIndex(column => column.Title == title);
            var (steps, batch, samples) = (Place("Iterations"), Place("Batch size"), Place("Samples"));
            Assert.All(table.Rows, row => Assert.Equal(row[steps].Number * row[batch].Number, row[samples].Number));
        }
    }

    [Fact]
    public void Every_row_has_an_entry_for_every_column() => Assert.All(
        new[] { Seed, Repeated }.SelectMany(StudyReportTables.All),
        table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));

    [Fact]
    public void Names_cannot_break_a_table()
    {
        var lines = StudyReportMarkdown.Write(Repeated).Split('\n');
        var bars = new Regex(@"(?<!\\)\|");
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i - 1].StartsWith('|'))
            {
                Assert.Equal(bars.Count(lines[i - 1]), bars.Count(lines[i]));
            }
        }

        Assert.Contains(@"net\|b", StudyReportMarkdown.Write(Repeated));
        Assert.Contains(@"net\textbar{}b", StudyReportLatex.Write(Repeated));
    }

    [Theory]
    [InlineData("a_b", "a_b")]
    [InlineData("_a*b", @"\_a\*b")]
    [InlineData("# x\n- y", @"\# x - y")]
    [InlineData("[c:1](x) <b> &amp;", @"[c:1]\(x) \<b> \&amp;")]
    public void Markup_in_names_is_escaped(string name, string markdown) => Assert.Equal(markdown, StudyReportMarkdown.Escape(name));

    [Theory]
    [InlineData("50 % of a_b & #1", @"50 \% of a\_b \& \#1")]
    [InlineData("[c:1] ±2 –", @"{[}c:1{]} $\pm$2 --")]
    [InlineData(@"\input{x}~^", @"\textbackslash{}input\{x\}\textasciitilde{}\textasciicircum{}")]
    public void Commands_in_names_are_escaped(string name, string latex) => Assert.Equal(latex, StudyReportLatex.Escape(name));

    [Fact]
    public void Each_table_is_a_file_of_numbers_in_full()
    {
        var files = StudyReportTables.All(Repeated).ToDictionary(table => table.File, ReportTableCsv.Write);
        var lines = files["comparison"].Split('\n');
        Assert.StartsWith("Model,Reference,Reference PQ (%),Reference n,Variant,", lines[0]);
        Assert.Contains("base,51.20000000000001,3,wide,", lines[1]);
        Assert.Equal(1 + Repeated.Progress.Sum(row => row.Curve.Points.Count), files["evaluations"].TrimEnd().Split('\n').Length);
        Assert.Contains("protocol,\"Noise band: measured from repeated seeds", files["sentences"]);
    }

    [Fact]
    public void Several_data_sets_have_a_column_and_a_noise_band_each()
    {
        var results = RepeatedStudy.Results with
        {
            Cells =
            [
                .. RepeatedStudy.Results.Cells,
                .. RepeatedStudy.Results.Cells.Select(cell => cell with { Id = $"x{cell.Id}", Key = cell.Key with { Data = "fields" } }),
            ],
        };
        var report = StudyReport.Build(results);
        Assert.Equal(["streets", "fields"], report.Noise.Select(band => band.Data));
        Assert.Equal("Data", StudyReportTables.All(report).Single(table => table.File == "comparison").Columns[0].Title);
        Assert.Equal("Data", StudyReportTables.Shown(report).First(table => table.File == "comparison-1").Columns[0].Title);
        Assert.Contains("Noise band of fields: measured", StudyReportMarkdown.Write(report));
    }

    // The sources, not their copies: what is accepted is written there.
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "Panoptes.Studies.Tests", "Tables");
    }

    [GeneratedRegex(
        @"(?i)\b(because|caus\w*|due to|thanks to|owing to|leads? to|led to|results? in|improv\w*|benefit\w*|effects? of|therefore|hence"
            + @"|explain\w*|attribut\w*|responsible for)\b")]
    private static partial Regex Causal();
}
