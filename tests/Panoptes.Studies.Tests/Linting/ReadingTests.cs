using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Tests.Linting;

/// <summary>Numbers, times, labels and damaged text as people write them.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("80,000", 80_000)]
    [InlineData("80 000", 80_000)]
    [InlineData("80k", 80_000)]
    [InlineData("20K iters", 20_000)]
    [InlineData("1.44M", 1_440_000)]
    [InlineData("57.64%", 57.64)]
    [InlineData("57,64 %", 57.64)]
    [InlineData("**-0.78%**", -0.78)]
    [InlineData("−3.14", -3.14)]
    [InlineData("6e-5", 6e-5)]
    [InlineData("79.97 ± 0.3", 79.97)]
    [InlineData("Completed - 76.84%", 76.84)]
    public void Numbers_are_read(string text, double value) => Assert.Equal(value, Measure.First(InlineText.Clean(text))!.Value, 9);

    [Theory]
    [InlineData("27,050 sec (7.5 hrs)", "", 27_050)]
    [InlineData("2.25 hrs", "", 8_100)]
    [InlineData("2h 15m", "", 8_100)]
    [InlineData("02:15:00", "", 8_100)]
    [InlineData("135 min", "", 8_100)]
    [InlineData("2.25", "time (h)", 8_100)]
    [InlineData("135", "minutes", 8_100)]
    [InlineData("8100", "run time [s]", 8_100)]
    public void Times_are_read(string text, string header, double seconds) =>
        Assert.Equal(seconds, Duration.All(text, header)[0].Value, 6);

    [Theory]
    [InlineData("Reference (80k, BS=2)", 80_000.0, 2.0)]
    [InlineData("20kx16", 20_000.0, 16.0)]
    [InlineData("40k @ batch 8", 40_000.0, 8.0)]
    [InlineData("80,000 iterations with batch size 4", 80_000.0, 4.0)]
    [InlineData("unified-b16", null, 16.0)]
    [InlineData("WEIGHTS_CITYSCAPES_BS8", null, 8.0)]
    [InlineData("segformer_mit-b3", null, null)]
    [InlineData("SegFormer-B5", null, null)]
    [InlineData("160k samples", null, null)]
    [InlineData("512x512", null, null)]
    public void Labels_name_iterations_and_batches(string label, double? iterations, double? batch)
    {
        var tokens = ConfigurationText.Tokens(label);
        Assert.Equal(iterations, tokens.FirstOrDefault(token => token.Iterations is not null)?.Iterations);
        Assert.Equal(batch, tokens.FirstOrDefault(token => token.Batch is not null)?.Batch);
    }

    [Theory]
    [InlineData("segformer_mit-b3", "segformer:b3")]
    [InlineData("SegFormer MIT-B3 (BS=16):", "segformer:b3")]
    [InlineData("SegNext MSCAN-B", "segnext:b")]
    [InlineData("hrnet_hr48", "hrnet:hr48")]
    [InlineData("FCN HRNet-W48", "hrnet:w48")]
    [InlineData("DeepLabV3+ R50-D8", "deeplabv3plus:r50")]
    [InlineData("mask2former_swin-b", "mask2former:swin-b")]
    [InlineData("My Net 7", "my-net-7")]
    public void Models_are_told_apart(string label, string key) => Assert.Equal(key, ReportModel.Of(label).Key);

    [Theory]
    [InlineData("caf√©", "Mac Roman", "café")]
    [InlineData("512√ó512", "Mac Roman", "512×512")]
    [InlineData("rÃ©sumÃ©", "Windows-1252", "résumé")]
    [InlineData("fast â€“ and good", "Windows-1252", "fast – and good")]
    public void Damaged_text_is_mended(string damaged, string encoding, string meant)
    {
        Assert.Equal(encoding, Mojibake.Find(damaged, out var mended));
        Assert.Equal(meant, mended);
    }

    [Theory]
    [InlineData("±1.0 – “quoted” … naïve Übung, 5 µm, √π ≈ 1.77, Δ −0.78 → ✓ C ▶ R ⊘ B")]
    [InlineData("É » ; Ça va ? „Größe“ ‚einfach‘ 日本語 русский ελληνικά")]
    public void Sound_text_is_left_alone(string text) => Assert.Null(Mojibake.Find(text, out _));

    [Fact]
    public void What_was_misread_is_mended() => Prop.ForAll<byte[]>(choices =>
    {
        const string alphabet = "ab 0|%\u00d7\u2013\u2192\u2713\u00e9\u00fc\u00b0\u00b1\u00b5\u0394\u2026\u2265\u2705\u23f3";
        var meant = string.Concat((choices ?? []).Select(choice => alphabet[choice % alphabet.Length]));
        var roman = CodePagesEncodingProvider.Instance.GetEncoding(10000)!;
        return Mojibake.Mend(roman.GetString(Encoding.UTF8.GetBytes(meant))) == meant;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tables_keep_escaped_pipes_and_their_lines()
    {
        var document = MarkdownReader.Read(ReportText.FromText("# T\n\ntext\n\n a | b\n:--|--:\n x\\|y | 2 \n\nend", "t"));
        var table = Assert.Single(document.Tables);
        Assert.Equal((5, 7, "x|y", "2"), (table.Line, table.Rows[0].Line, table.Rows[0][0], table.Rows[0][1]));
        Assert.Equal([1, 3, 9], document.Units.Select(unit => unit.Line));
    }

    [Fact]
    public void Sentences_know_their_lines_and_what_stands_above()
    {
        var document = MarkdownReader.Read(ReportText.FromText("# T\n## S\n- Parent:\n  - Child one. Child two.\n\nA sentence\nthat "
            + "goes on. Next.", "t"));
        var child = document.Units.Single(unit => unit.Text == "Child two.");
        Assert.Equal(["Parent:", "S", "T"], child.Context);
        Assert.Equal(7, document.Units.Single(unit => unit.Text == "Next.").Line);
    }
}
