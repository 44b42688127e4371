using Panoptes.Formats.Coco;
using Panoptes.Foundation;

namespace Panoptes.Formats.Tests.Coco;

public sealed class CocoReaderTests : IDisposable
{
    private const string Truth = """
        {"images":[{"id":1,"file_name":"a.jpg","width":8,"height":4},{"id":2,"file_name":"b.jpg","width":8,"height":4}],
         "annotations":[{"id":1,"image_id":1,"category_id":3,"iscrowd":0,"area":4,"bbox":[0,0,2,2],"segmentation":[[0,0,2,0,2,2,0,2]]},
                        {"id":2,"image_id":2,"category_id":3,"iscrowd":0,"area":4,"bbox":[0,0,2,2],"segmentation":[[0,0,2,0,2,2,0,2]]}],
         "categories":[{"id":3,"name":"car"}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("\"area\":4", "\"area\":NaN", "$.annotations[0].area: found NaN")]
    [InlineData("\"area\":4", "\"area\": Infinity", "$.annotations[0].area: found Infinity")]
    [InlineData("\"bbox\":[0,0,2,2]", "\"bbox\":[0, -Infinity,2,2]", "$.annotations[0].bbox[1]: found -Infinity")]
    [InlineData("[[0,0,2,0", "[[nan,0,2,0", "$.annotations[0].segmentation[0][0]: found nan")]
    [InlineData("\"width\":8", "\"width\":NaN", "$.images[0].width: found NaN")]
    public void A_number_that_is_not_finite_is_named_with_its_place(string right, string wrong, string message) =>
        Assert.Contains(
            message, Assert.Throws<InputException>(() => InstanceFile.ReadTruth(Write(Replace(Truth, right, wrong)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Ids_may_be_text_and_are_what_they_read_as()
    {
        var text = InstanceFile.ReadTruth(Write(Truth.Replace("\"id\":1,\"file", "\"id\":\"1\",\"file", StringComparison.Ordinal)
            .Replace("\"id\":2,\"file", "\"id\":\"x\",\"file", StringComparison.Ordinal)
            .Replace("\"image_id\":2", "\"image_id\":\"x\"", StringComparison.Ordinal)));
        Assert.Equal(["1", "x"], text.Images.Select(image => image.Key));
        Assert.Equal([1, 2], text.Objects.Select(o => o.Image));
    }

    [Fact]
    public void Text_ids_of_categories_that_stand_behind_are_found()
    {
        var read = InstanceFile.ReadTruth(Write(Truth.Replace("\"id\":3", "\"id\":\"car\"", StringComparison.Ordinal)
            .Replace("\"category_id\":3", "\"category_id\":\"car\"", StringComparison.Ordinal)));
        Assert.All(read.Objects, o => Assert.Equal(read.Categories[0].Id, o.Category));
    }

    [Theory]
    [InlineData("\"image_id\":2", "\"image_id\":7", "$.annotations[1].image_id: found image 7")]
    [InlineData("\"id\":2,\"image", "\"id\":1,\"image", "$.annotations[1].id: found annotation id 1 a second time")]
    [InlineData("\"id\":2,\"file", "\"id\":1,\"file", "$.images[1]: found image id 1 a second time")]
    [InlineData("\"category_id\":3", "\"category_id\":4", "$.annotations[0].category_id: found category 4")]
    [InlineData("\"iscrowd\":0", "\"iscrowd\":2", "$.annotations[0].iscrowd: found 2")]
    public void Labels_say_what_is_wrong_and_go_on_with_the_rest_where_ground_truth_is_refused(string right, string wrong, string message)
    {
        var path = Write(Replace(Truth, right, wrong));
        Assert.Contains(message, Assert.Throws<InputException>(() => InstanceFile.ReadTruth(path)).Message, StringComparison.Ordinal);
        var problems = new List<InputException>();
        var labels = InstanceFile.ReadLabels(path, problems.Add);
        Assert.Contains(problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.Single(labels.Objects);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    public void Flags_are_numbers_or_words(string written, bool isCrowd) =>
        Assert.Equal(isCrowd, InstanceFile.ReadTruth(Write(Replace(Truth, "\"iscrowd\":0", $"\"iscrowd\":{written}"))).Objects[0].IsCrowd);

    [Fact]
    public void Names_groups_and_colors_of_panoptic_files_are_read()
    {
        var file = PanopticFile.ReadTruth(Write("""
            {"images":[{"id":"7","file_name":"a.jpg","width":8,"height":4}],
             "annotations":[{"image_id":7,"file_name":"a.png","segments_info":[{"id":5,"category_id":1,"iscrowd":false,"area":3},
              {"id":5,"category_id":1,"iscrowd":0,"area":4}]}],
             "categories":[{"id":1,"name":"car","isthing":true,"supercategory":"vehicle","color":[1,2,3]}]}
            """));
        Assert.Equal(("vehicle", 2), (file.Categories[0].Supercategory, file.Categories[0].Color!.Value.G));
        Assert.Equal(("7", "7", "a.jpg"), (file.Annotations[0].ImageId, file.Images[0].Id, file.Images[0].FileName));
        Assert.Equal(4, Assert.Single(file.Annotations[0].Segments).Area);
        Assert.Contains("segment id 5 a second time", Assert.Single(file.Doubles).Message, StringComparison.Ordinal);
    }

    private static string Replace(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    private string Write(string json)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, json);
        return path;
    }
}
