using System.Text.Json;
using Panoptes.Data.Checking;
using Panoptes.Data.Configuration;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Checking;

public sealed class DataCheckTests
{
    /// <summary>Each defect, planted once in a folder that is fine without: (name, kind found, is it an error).</summary>
    public static TheoryData<string, string, bool> CamVidDefects => new()
    {
        { "truncated image", "unreadable image", true },
        { "empty image", "unreadable image", true },
        { "text as image", "unreadable image", true },
        { "truncated label", "unreadable label", true },
        { "jpeg label", "unreadable label", true },
        { "rgb label", "unreadable label", true },
        { "unlisted id", "id not in table", true },
        { "16-bit unlisted id", "id not in table", true },
        { "wrong aspect", "size mismatch", true },
        { "turned label", "size mismatch", true },
        { "missing label", "missing pair", true },
        { "missing image", "missing pair", true },
        { "copy in val", "copy in another split", true },
        { "huge header", "unreadable image", true },
        { "copy", "duplicate", false },
        { "void label", "nearly empty", false },
        { "blank image", "blank image", false },
        { "exif", "exif orientation", false },
        { "other resolution", "other resolution", false },
    };

    [Theory]
    [MemberData(nameof(CamVidDefects))]
    public void A_planted_defect_is_found_once_and_nothing_else(string defect, string kind, bool isError)
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 6);
        folder.CamVid("val", 6, 900);
        Assert.Empty(DataCheck.Run(new DataConfig { Root = folder.Path }).Findings);
        Plant(folder, defect);
        var result = DataCheck.Run(new DataConfig { Root = folder.Path });
        var finding = Assert.Single(result.Findings);
        Assert.Equal(kind, finding.Kind);
        Assert.Equal(isError ? FindingSeverity.Error : FindingSeverity.Warning, finding.Severity);
        Assert.Equal(isError ? 1 : 0, result.ExitCode);
        Assert.Contains(folder.Path, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', finding.ToString());
        Assert.Contains(isError ? "1 errors, 0 warnings" : "0 errors, 1 warnings", result.SummaryLines()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, "only void")]
    [InlineData(3, "only one class")]
    public void Labels_of_one_kind_are_an_error_before_training(int id, string kind)
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a.png");
        folder.Labels("train/labels/a.png", (x, _) => x < 8 ? id : 255);
        var result = DataCheck.Run(new DataConfig { Root = folder.Path });
        Assert.Contains(result.Findings, f => f.Kind == kind && f.Severity == FindingSeverity.Error);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void Classes_that_never_appear_are_named()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a.png");
        folder.Labels("train/labels/a.png", (x, _) => x % 10);
        var finding = Assert.Single(DataCheck.Run(new DataConfig { Root = folder.Path, Classes = "camvid11" }).Findings);
        Assert.Equal("class never appears", finding.Kind);
        Assert.Contains("10 \"Bicyclist\"", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>A defect of a COCO panoptic JSON: what is replaced by what, and the JSON path in the finding.</summary>
    public static TheoryData<string, string, string> PanopticDefects => new()
    {
        { "\"area\":64", "\"area\":63", "$.annotations[0].segments_info[0].area" },
        { "\"id\":70000", "\"id\":70001", "$.annotations[0].segments_info" },
        { "\"id\":70000", "\"ID\":70000", "$.annotations[0].segments_info[0]" },
        { "\"bbox\":[0,0,8,8]", "\"bbox\":[0,0,80,8]", "$.annotations[0].segments_info[0].bbox" },
        { "\"category_id\":3", "\"category_id\":4", "$.annotations[0].segments_info[1].category_id" },
        { "\"iscrowd\":0", "\"iscrowd\":2", "$.annotations[0].segments_info[0].iscrowd" },
        { "\"image_id\":1", "\"image_id\":2", "$.images[0].id" },
        { "\"width\":16", "\"width\":17", "$.images[0]" },
        { "\"annotations\"", "\"annotation\"", "$" },
        { "\"categories\"", "\"category\"", "$" },
    };

    [Theory]
    [MemberData(nameof(PanopticDefects))]
    public void Json_errors_are_found_with_their_path(string right, string wrong, string path)
    {
        using var folder = new TemporaryFolder();
        const string Json = """
            {"images":[{"id":1,"file_name":"a.jpg","width":16,"height":8}],
             "annotations":[{"image_id":1,"file_name":"a.png","segments_info":[
               {"id":70000,"category_id":1,"iscrowd":0,"area":64,"bbox":[0,0,8,8]},
                {"id":300,"category_id":3,"iscrowd":0,"area":64,"bbox":[8,0,8,8]}]}],
             "categories":[{"id":1,"name":"bird","isthing":1},{"id":3,"name":"sky","isthing":0}]}
            """;
        folder.Image("val2017/a.jpg");
        folder.Ids24("annotations/panoptic_val2017/a.png", (x, _) => x < 8 ? 70000 : 300);
        folder.Text("annotations/panoptic_val2017.json", Json);
        Assert.Empty(DataCheck.Run(new DataConfig { Root = folder.Path }).Findings);
        folder.Text("annotations/panoptic_val2017.json", Replace(Json, right, wrong));
        var result = DataCheck.Run(new DataConfig { Root = folder.Path });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Findings, f => f.Message.Contains($"panoptic_val2017.json: {path}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_holds_what_was_found_and_progress_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 6);
        Plant(folder, "truncated image");
        var (last, found) = (0, 0);
        var result = DataCheck.Run(new DataConfig { Root = folder.Path }, new DataCheckOptions
        {
            Progress = (_, done, _) => last = Math.Max(last, done),
            Finding = _ => found++,
        });
        Assert.Equal((6, 1), (last, found));
        result.WriteJson(folder["out/report.json"]);
        var json = JsonDocument.Parse(File.ReadAllText(folder["out/report.json"])).RootElement;
        Assert.Equal(1, json.GetProperty("errors").GetInt32());
        Assert.Equal("unreadable image", json.GetProperty("findings")[0].GetProperty("kind").GetString());
        Assert.Equal(6, json.GetProperty("splits")[0].GetProperty("samples").GetInt32());
        Assert.Equal(
            6 * 128, json.GetProperty("splits")[0].GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("pixels").GetInt64())
            + (long)(json.GetProperty("splits")[0].GetProperty("void_share").GetDouble() * 768 + .5));
    }

    [Fact]
    public void A_folder_of_no_known_layout_is_a_finding_and_not_a_crash()
    {
        using var folder = new TemporaryFolder();
        folder.Text("notes.txt", "nothing here");
        Assert.Equal("layout", Assert.Single(DataCheck.Run(new DataConfig { Root = folder.Path }).Findings).Kind);
    }

    private static string Replace(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    private static void Plant(TemporaryFolder folder, string defect)
    {
        string image = folder["train/images/train02.png"], label = folder["train/labels/train02.png"];
        switch (defect)
        {
            case "truncated image": Cut(image); break;
            case "empty image": File.WriteAllBytes(image, []); break;
            case "text as image": File.WriteAllText(image, "not an image"); break;
            case "truncated label": Cut(label); break;
            case "jpeg label": File.Copy(JpegOf(folder), label, overwrite: true); break;
            case "rgb label": folder.Image("train/labels/train02.png"); break;
            case "unlisted id": folder.Labels("train/labels/train02.png", (x, y) => x == 3 && y == 2 ? 200 : x % 11); break;
            case "16-bit unlisted id": folder.Labels16("train/labels/train02.png", (x, y) => x == 3 && y == 2 ? 20000 : x % 11); break;
            case "wrong aspect": folder.Labels("train/labels/train02.png", (x, _) => x % 11, 16, 16); break;
            case "turned label": folder.Labels("train/labels/train02.png", (x, _) => x % 11, 8, 16); break;
            case "missing label": File.Delete(label); break;
            case "missing image": File.Delete(image); break;
            case "copy in val": File.Copy(image, folder["val/images/val01.png"], overwrite: true); break;
            case "copy": File.Copy(image, folder["train/images/train03.png"], overwrite: true); break;
            case "void label": folder.Labels("train/labels/train02.png", (_, _) => 11); break;
            case "blank image": PngFile.WriteRgb(image, new RgbImage(16, 8)); break;
            case "other resolution": folder.Labels("train/labels/train02.png", (x, _) => x % 11, 32, 16); break;
            case "huge header": Huge(image); break;
            case "exif":
                File.Delete(image);
                File.WriteAllBytes(folder["train/images/train02.jpg"], Turned(File.ReadAllBytes(JpegOf(folder, 8, 16))));
                break;
            default: throw new InvalidOperationException(defect);
        }
    }

    private static void Cut(string file) => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^30]);

    private static string JpegOf(TemporaryFolder folder, int width = 16, int height = 8)
    {
        folder.Image("spare.jpg", width, height, 4711);
        return folder["spare.jpg"];
    }

    // An image whose header claims 100,000 x 100,000 pixels.
    private static void Huge(string file)
    {
        var bytes = File.ReadAllBytes(file);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 100_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 100_000);
        File.WriteAllBytes(file, bytes);
    }

    // Inserts an EXIF segment with orientation 6 behind the start of a JPEG.
    private static byte[] Turned(byte[] jpeg)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
