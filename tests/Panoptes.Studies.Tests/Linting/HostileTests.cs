using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Linting;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Linting;

/// <summary>Files that are no reports end in one line and bounded time.</summary>
public sealed class HostileTests
{
    [Fact]
    public void A_hundred_megabytes_are_refused_without_being_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder["big.md"];
        using (var file = File.Create(path))
        {
            file.SetLength(100L << 20);
        }

        var before = GC.GetTotalAllocatedBytes();
        Refused(() => ReportLinter.LintFile(path), "more than 8 MiB");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20);
    }

    [Fact]
    public void A_table_of_a_million_lines_is_refused() => Refused(
        () => ReportLinter.LintText("|a|b|\n|-|-|\n" + string.Concat(Enumerable.Repeat("|1|2|\n", 1_000_000))), "more than 50,000 lines");

    [Fact]
    public void A_NUL_byte_is_named_with_its_line() => Refused(() => ReportLinter.LintText("one\ntwo\0"), "report:2: found a NUL byte");

    [Fact]
    public void Bytes_that_are_not_UTF8_are_named_with_their_line()
    {
        using var folder = new TemporaryFolder();
        Refused(() => ReportLinter.LintFile(folder.Write("latin.md", Encoding.Latin1.GetBytes("one\ntwo\nth\u00e9ree"))),
            "latin.md:3: found bytes");
    }

    [Fact]
    public void UTF16_is_named() => Named([0xFF, 0xFE, 0x41, 0x00], "UTF-16");

    [Fact]
    public void A_folder_and_a_missing_file_are_one_line()
    {
        using var folder = new TemporaryFolder();
        Refused(() => ReportLinter.LintFile(folder["none.md"]), "none.md");
        Refused(() => ReportLinter.LintFile(folder.Path), folder.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no newline at the end")]
    [InlineData("|")]
    [InlineData("||\n|-|")]
    [InlineData("| Model |\n|---|\n")]
    [InlineData("| Parameter | A |\n|---|---|\n| Batch | 0 |\n| Iterations | 0 |\n| Samples | 0 |\n")]
    [InlineData("```\nnever closed ${X}")]
    [InlineData("---\n---\n- \n- :\n# \n")]
    public void Odd_texts_give_nothing(string text) => Assert.Empty(ReportLinter.LintText(text).Findings);

    [Theory]
    [InlineData("models")]
    [InlineData("configurations")]
    public void More_of_them_than_a_report_has_are_refused(string what)
    {
        var rows = Enumerable.Range(0, 2000).Select(i => what == "models" ? $"| net-{i} | 70.1 | 71.2 |" : $"| c{i}x | {i + 1} | 8 |");
        var header = what == "models" ? "| Model | 20k, BS=16 | 40k, BS=8 |\n|---|---|---|\n"
            : "| Recipe | Iterations | Batch |\n|---|---|---|\n";
        Refused(() => ReportLinter.LintText(header + string.Join('\n', rows)), what);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_largest_report_that_is_read_takes_bounded_time()
    {
        var text = new StringBuilder("| Recipe | Iterations | Batch |\n|---|---|---|\n");
        for (var i = 0; i < 40; i++)
        {
            text.Append($"| c{i} | {(i + 1) * 1000} | {i + 1} |\n");
        }

        text.Append("\n| Model | Recipe | mIoU | Time |\n|---|---|---|---|\n");
        for (var i = 0; i < 24_000; i++)
        {
            text.Append($"| net-{i % 50} | c{i % 40} | {50 + (i % 400 / 10.0):0.0} | {i + 10} s |\n");
        }

        text.Append('\n');
        for (var i = 0; i < 12_000; i++)
        {
            text.Append($"- net-{i % 50} gains {i % 90 / 10.0:0.0} points over c{i % 40} with 2x the steps due to batch {i % 50}.\n");
        }

        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(ReportLinter.LintText(text.ToString()).Findings);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void Whatever_lines_stand_together_nothing_breaks() => Prop.ForAll<byte[]>(choices =>
    {
        ReportLinter.LintText(string.Join('\n', (choices ?? []).Select(choice => Lines[choice % Lines.Length])));
    }).QuickCheckThrowOnFailure();

    private static readonly string[] Lines =
    [
        "# Cityscapes: SegFormer-B3 and net-1", "## BS=8, 40k", "", "", "| Model | Reference (80k, BS=2) | ours | Difference | n |",
            "|---|---|:-:|--:|---|",
        "| segformer_b3 | 79.98% | 75.97 | -4.01 | 1 |", "| net-1 | (pending) | 12 | - |", "| net-10 | 0.57 | | ~1% | 3 | x |",
            "| Average | 70 | 71 | 1 |",
        "| Parameter | A | B |", "| Iterations | 80k | 20,000 |", "| Batch | 2 | 16 |", "| Samples | 1 | 2 |",
            "| Optimizer | SGD | AdamW |", "| LR | 0.01 | 8x |",
        "| Step | mIoU |", "| 1000 | 50.1 |", "| 2000 | 49.0 |", "- net-1: completed, 50.1 mIoU", "- net-10: failed",
            "  - nested **A** 2x the steps of B",
        "A is 3x faster than B because of its batch.", "CNN models improve by 1-2 % over A, within 5% of reference, 95-99% of baseline.",
            "```", "---", "====",
        "On average net-1 gains +0.5 points.", "40k iterations at BS=8 = 100k samples; \u221a\u00f3 ${X}",
            "| Recipe | Iterations | Batch | mIoU | Time (h) |",
        "| b8 | 40k | 8 | 70.0 | 1:30 |", "| b16 | 20k | 16 | 69.0 | 2h 5m |", "- Batch size: 8", "- Iterations: 40k", "|", "||||",
            "> quoted | x",
    ];

    private static void Named(byte[] bytes, string words)
    {
        using var folder = new TemporaryFolder();
        Refused(() => ReportLinter.LintFile(folder.Write("report.md", bytes)), words);
    }

    private static void Refused(Action action, string words)
    {
        var error = Assert.Throws<InputException>(action);
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
