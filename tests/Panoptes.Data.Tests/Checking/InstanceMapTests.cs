using Panoptes.Data.Checking;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Checking;

public sealed class InstanceMapTests
{
    private const string Vistas = """
        {"labels":[{"name":"bird","color":[1,2,3],"instances":true,"evaluate":true},{"name":"sky","color":[7,8,9],
         "instances":false,"evaluate":true}]}
        """;

    [NeedsSharedFact("cases/data/check-cityscapes-maps-disagree")]
    public void The_reported_maps_that_disagree_are_errors_with_file_pixel_and_both_classes()
    {
        var result = DataCheck.Run(new DataConfig { Root = SharedFiles.Path("cases/data/check-cityscapes-maps-disagree")! });
        var found = result.Findings.Where(f => f.Kind == "maps disagree").ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Matches(
            "_instanceIds.png: found 26005 \\(label 26 \"car\"\\) at pixel \\(\\d+,\\d+\\), where .*_labelIds.png holds 24 \"person\"",
            f.Message));
        Assert.Equal(found.Length, found.Select(f => f.Message).Distinct().Count());
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("fine", null, null)]
    [InlineData("8 bits", "unreadable segments", "8 bits cut its numbers")]
    [InlineData("other class", "maps disagree", "where")]
    [InlineData("other size", "maps disagree", "8x8 pixels")]
    [InlineData("missing", "unreadable segments", "no such file")]
    [InlineData("lone", "missing pair", "an instance map without image")]
    [InlineData("broken", "unreadable segments", "")]
    public void Cityscapes_instance_maps_are_held_against_label_maps(string fault, string? kind, string? found)
    {
        using var folder = new TemporaryFolder();
        foreach (var stem in new[] { "a_1_2", "a_1_3" })
        {
            folder.Image($"leftImg8bit/val/a/{stem}_leftImg8bit.png", seed: stem[^1]);
            folder.Labels($"gtFine/val/a/{stem}_gtFine_labelIds.png", (x, y) => y == 0 ? 1 : x < 8 ? 7 : x < 12 ? 24 : 26);
            folder.Labels16($"gtFine/val/a/{stem}_gtFine_instanceIds.png", Right);
        }

        const string Map = "gtFine/val/a/a_1_3_gtFine_instanceIds.png";
        switch (fault)
        {
            case "8 bits":
                folder.Labels(Map, (x, y) => Right(x, y) & 255);
                break;
            case "other class":
                folder.Labels16(Map, (x, y) => x == 13 && y == 5 ? 25001 : Right(x, y));
                break;
            case "other size":
                folder.Labels16(Map, Right, 8, 8);
                break;
            case "missing":
                File.Delete(folder[Map]);
                break;
            case "lone":
                folder.Labels16("gtFine/val/a/a_1_4_gtFine_instanceIds.png", Right);
                break;
            case "broken":
                File.WriteAllBytes(folder[Map], File.ReadAllBytes(folder[Map])[..60]);
                break;
        }

        var findings = DataCheck.Run(new DataConfig { Root = folder.Path }).Findings
            .Where(f => f.Severity == FindingSeverity.Error && f.Kind != "size mismatch").ToArray();
        if (kind is null)
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Contains(found!, finding.Message, StringComparison.Ordinal);
        Assert.Equal(kind, finding.Kind);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Vistas_instance_maps_of_8_bits_are_found(bool cut, int errors)
    {
        using var folder = new TemporaryFolder();
        folder.Text("config.json", Vistas);
        folder.Image("training/images/a.jpg");
        folder.Labels("training/labels/a.png", (x, _) => x < 8 ? 0 : 1);
        int Instance(int x, int y) => x < 8 ? y / 4 : 256;
        if (cut)
        {
            folder.Labels("training/instances/a.png", (x, y) => Instance(x, y) & 255);
        }
        else
        {
            folder.Labels16("training/instances/a.png", Instance);
        }

        var result = DataCheck.Run(new DataConfig { Root = folder.Path });
        Assert.Equal(errors, result.Errors);
        Assert.All(result.Findings.Where(f => f.Severity == FindingSeverity.Error), f =>
            Assert.Contains("found 0 (label 0 \"bird\") at pixel (8,0) of an 8-bit map", f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Sixteen_bit_label_ids_and_endings_in_capitals_read_like_any_other()
    {
        using var folder = new TemporaryFolder();
        folder.Image("leftImg8bit/val/a/a_1_2_leftImg8bit.png");
        folder.Labels16("gtFine/val/a/a_1_2_gtFine_labelIds.png", (x, _) => x < 8 ? 7 : 24);
        folder.Labels16("gtFine/val/a/a_1_2_gtFine_instanceIds.png", (x, _) => x < 8 ? 7 : 24001);
        File.Move(folder["gtFine/val/a/a_1_2_gtFine_instanceIds.png"], folder["gtFine/val/a/a_1_2_gtFine_instanceIds.PNG"]);
        folder.Text("leftImg8bit/.ipynb_checkpoints/x.txt", "");
        Assert.Equal(["val"], Datasets.Splits(new DataConfig { Root = folder.Path }));
        Assert.Equal(2, Datasets.Open(new DataConfig { Root = folder.Path }, "val").Load(0).Segments!.Segments.Count);
        Assert.Equal(0, DataCheck.Run(new DataConfig { Root = folder.Path }).Errors);
    }

    private static int Right(int x, int y) => y == 0 ? 1 : x < 8 ? 7 : x < 12 ? 24005 : 26;
}
