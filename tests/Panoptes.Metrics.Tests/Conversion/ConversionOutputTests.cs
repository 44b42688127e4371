using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Tests.BadInput;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Conversion;

/// <summary>A conversion's outputs harm no input, and no two of its results share a name.</summary>
public sealed class ConversionOutputTests : IDisposable
{
    private static readonly OutputCategory[] Categories = [.. Enumerable.Range(0, 4)
        .Select(c => new OutputCategory(c, $"class {c}", false))];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("labels.json")]
    [InlineData("labels/pan.json")]
    [InlineData("link.json")]
    public void Label_maps_are_not_replaced_by_the_panoptic_PNGs_named_like_the_output(string output)
    {
        Labels("a.png", "sub/b.png");
        Directory.CreateSymbolicLink(folder["link"], folder["labels"]);
        var before = Bytes();
        Refused(
            () => LabelConversion.ToPanoptic(folder["labels"], Categories, new HashSet<int> { 255 }, folder[output], new OutputPlan(
                "convert labels-to-panoptic", force: true)),
            "labels");
        Assert.Equal(before, Bytes());
    }

    [Fact]
    public void Label_maps_keep_their_folders_so_that_none_takes_the_name_of_another()
    {
        Labels("a/b.png", "a_b.png", "c/b.png");
        LabelConversion.ToPanoptic(folder["labels"], Categories, new HashSet<int> { 255 }, folder["pan.json"]);
        Assert.Equal(["a/b.png", "a_b.png", "c/b.png"], PanopticFile.ReadTruth(folder["pan.json"]).Annotations.Select(a => a.FileName)
            .Order(StringComparer.Ordinal));
        Assert.True(File.Exists(folder["pan/a/b.png"]) && File.Exists(folder["pan/a_b.png"]) && File.Exists(folder["pan/c/b.png"]));
        LabelConversion.ToPanoptic(folder["labels"], Categories, new HashSet<int> { 255 }, folder["pan.json"]);
    }

    [NeedsSharedFact("cases/data/convert-same-basename")]
    public void Images_of_one_name_in_two_folders_get_a_PNG_each()
    {
        InstanceConversion.ToPanoptic(SharedFiles.Path("cases/data/convert-same-basename/gt.json")!, folder["pan.json"]);
        Assert.Equal(2, PanopticFile.ReadTruth(folder["pan.json"]).Annotations.Select(a => a.FileName).Distinct().Count());
        Assert.Equal(2, Directory.GetFiles(folder["pan"], "0001.png", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("im.jpg", "im.png", "image 1 (im.jpg)")]
    [InlineData("im.jpg", "IM.jpg", "image 2 (IM.jpg)")]
    [InlineData("im.jpg", "im.jpg", "two results")]
    [InlineData("im.jpg", "../im.jpg", "the file name")]
    [InlineData("im.jpg", "/tmp/im.jpg", "the file name")]
    public void Two_images_that_would_share_a_PNG_or_one_that_would_leave_the_folder_are_refused_before_anything_is_written(
        string first, string second, string named)
    {
        Instances(first, second);
        Refused(() => InstanceConversion.ToPanoptic(folder["gt.json"], folder["pan.json"]), named);
        Assert.Equal(["gt.json"], Files());
    }

    [Fact]
    public void Cityscapes_panoptic_files_may_lie_beside_the_splits_as_its_own_scripts_put_them()
    {
        SmallDataSets.WriteCityscapes(folder.Path, new SeededRandom(3));
        for (var i = 0; i < 2; i++)
        {
            CityscapesConversion.ToPanoptic(folder["gtFine"], folder["gtFine/cityscapes_panoptic_val.json"]);
        }

        Refused(() => CityscapesConversion.ToPanoptic(folder["gtFine"], folder["gtFine.json"]), "the input");
    }

    [Fact]
    public void A_PNG_named_twice_is_converted_once_or_not_at_all()
    {
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(4), images: 2);
        File.WriteAllText(
            folder["gt.json"], File.ReadAllText(folder["gt.json"]).Replace("\"2.png\"", "\"1.png\"", StringComparison.Ordinal));
        var before = Files();
        Assert.Throws<InputException>(() => LabelConversion.FromPanoptic(folder["gt.json"], null, folder["labels"]));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Label_PNGs_are_not_written_over_the_panoptic_ones_nor_a_result_over_what_another_verb_wrote()
    {
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(4));
        Refused(() => LabelConversion.FromPanoptic(folder["gt.json"], null, folder["gt"]), "the input");
        Refused(() => InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["gt.json"]), "the input");
        InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["made.json"]);
        InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["made.json"]);
        Refused(() => InstanceConversion.ToPanoptic(folder["made.json"], folder["pred.json"]), "--force");
    }

    private void Labels(params string[] names)
    {
        foreach (var name in names)
        {
            PngFile.WriteGray(folder[$"labels/{name}"], new Plane<byte>(4, 4));
        }
    }

    private void Instances(string first, string second) => File.WriteAllText(folder["gt.json"], $$$"""
        {"images":[{"id":1,"height":4,"width":4,"file_name":"{{{first}}}"},{"id":2,"height":4,"width":4,"file_name":"{{{second}}}"}],
         "categories":[{"id":1,"name":"x"}],"annotations":[
        {"id":1,"image_id":1,"category_id":1,"iscrowd":0,"area":8,"bbox":[0,0,2,4],"segmentation":{"size":[4,4],"counts":[0,8,8]}},
        {"id":2,"image_id":2,"category_id":1,"iscrowd":0,"area":8,"bbox":[0,0,2,4],"segmentation":{"size":[4,4],"counts":[0,8,8]}}]}
        """);

    private string[] Files() => [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.Path, file)).Order(StringComparer.Ordinal)];

    private string[] Bytes() => [.. Files().Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(folder[file]))}")];

    private static void Refused(Action action, string named) => Assert.Contains(named, Assert.Throws<InputException>(action).Message);
}
