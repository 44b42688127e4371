using Panoptes.Data.Checking;
using Panoptes.Data.Configuration;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.AnnotationChecks;

public sealed class InstanceCheckTests
{
    private const string Json = """
        {"images":[{"id":1,"file_name":"a.jpg","width":40,"height":30},{"id":2,"file_name":"b.jpg","width":40,"height":30}],
         "annotations":[{"id":1,"image_id":1,"category_id":1,"iscrowd":0,"area":150,"bbox":[5,5,10,15],
          "segmentation":[[5,5,15,5,15,20,5,20]]},
                        {"id":2,"image_id":1,"category_id":2,"iscrowd":0,"area":100,"bbox":[20,10,10,10],"segmentation":{"size":[30,40],
                         "counts":[610,10,20,10,20,10,20,10,20,10,20,10,20,10,20,10,20,10,20,10,310]}},
                        {"id":3,"image_id":2,"category_id":2,"iscrowd":0,"area":150,"bbox":[5,5,10,15],
                         "segmentation":[[5,5,15,5,15,20,5,20]]}],
         "categories":[{"id":1,"name":"person"},{"id":2,"name":"car"}]}
        """;

    /// <summary>What is replaced by what, and what the one finding says.</summary>
    public static TheoryData<string, string, string> Defects => new()
    {
        { "\"id\":2,\"image_id\"", "\"id\":1,\"image_id\"", "$.annotations[1].id: found annotation id 1 a second time" },
        { "\"id\":2,\"image_id\"", "\"id\":0,\"image_id\"", "$.annotations[1].id: found annotation id 0" },
        { "\"id\":2,\"image_id\"", "\"id\":\"0\",\"image_id\"", "$.annotations[1].id: found annotation id 0" },
        { "\"area\":150", "\"area\":3000", "$.annotations[0].area: found 3000; expected about 150" },
        { "\"area\":100", "\"area\":5", "$.annotations[1].area: found 5; expected about 100" },
        { "\"bbox\":[5,5,10,15]", "\"bbox\":[0,0,3,3]", "$.annotations[0].bbox: found [0, 0, 3, 3]" },
        { "\"bbox\":[20,10,10,10]", "\"bbox\":[20,10,30,20]", "$.annotations[1].bbox: found [20, 10, 30, 20]" },
        { "[[5,5,15,5,15,20,5,20]]", "[[100,100,110,100,110,110]]", "$.annotations[0].segmentation: found annotation 1 without a pixel" },
        { "\"image_id\":2", "\"image_id\":9", "$.annotations[2].image_id: found image 9" },
        { "\"category_id\":1", "\"category_id\":9", "$.annotations[0].category_id: found category 9" },
        { "\"iscrowd\":0", "\"iscrowd\":1", "$.annotations[0].segmentation: found polygons of a crowd" },
        { ",\"area\":150", "", "$.annotations[0]: found no key \"area\"" },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_of_an_instances_file_is_found_once(string right, string wrong, string message)
    {
        using var folder = Folder(Json);
        Assert.DoesNotContain(DataCheck.Run(new DataConfig { Root = folder.Path }).Findings, f => f.Severity == FindingSeverity.Error);
        var at = Json.IndexOf(right, StringComparison.Ordinal);
        folder.Text("annotations/instances_train2017.json", Json[..at] + wrong + Json[(at + right.Length)..]);
        var result = DataCheck.Run(new DataConfig { Root = folder.Path });
        Assert.Contains(message, Assert.Single(result.Findings, f => f.Kind == "json").Message, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("{\"id\":2,\"file_name\"", "{\"id\":1,\"file_name\"", "$.images[1]: found image id 1 a second time")]
    [InlineData("{\"id\":2,\"name\"", "{\"id\":1,\"name\"", "$.categories[1]: found category id 1 a second time")]
    public void An_image_or_category_id_twice_is_found(string right, string wrong, string message)
    {
        using var folder = Folder(Json.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(
            DataCheck.Run(new DataConfig { Root = folder.Path }).Findings, f => f.Message.Contains(message, StringComparison.Ordinal));
    }

    [NeedsSharedFact("cases")]
    public void The_reported_file_gets_one_line_for_each_of_its_defects()
    {
        var result = DataCheck.Run(new DataConfig { Root = SharedFiles.Path("cases/data/check-instances-blind")! });
        var found = result.Findings.Where(f => f.Kind == "json").Select(f => f.Message).ToList();
        foreach (var place in new[]
        {
            "$.images[2]: found image id 1",
            "$.annotations[1].id: found annotation id 1",
            "$.annotations[2].area",
            "$.annotations[3].bbox",
            "$.annotations[4].segmentation",
            "$.annotations[5].id: found annotation id 0",
        })
        {
            Assert.Single(found, message => message.Contains(place, StringComparison.Ordinal));
        }

        Assert.Equal((6, 1), (found.Count, result.ExitCode));
    }

    [NeedsSharedFact("data/coco")]
    public void Real_instances_are_sound() => Assert.DoesNotContain(
        DataCheck.Run(new DataConfig { Root = SharedFiles.Path("data/coco")!, Format = DataFormat.CocoInstances }).Findings,
        f => f.Kind == "json");

    private static TemporaryFolder Folder(string json)
    {
        var folder = new TemporaryFolder();
        folder.Image("train2017/a.jpg", 40, 30, 1);
        folder.Image("train2017/b.jpg", 40, 30, 2);
        folder.Text("annotations/instances_train2017.json", json);
        return folder;
    }
}
