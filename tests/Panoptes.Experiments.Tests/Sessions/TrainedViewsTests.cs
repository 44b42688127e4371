using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging.Drawing;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>What a training would show its networks, drawn without any.</summary>
[Collection(TensorEngine.Name)]
public sealed class TrainedViewsTests : IDisposable
{
    private const string Guided =
        "distillation={burn_in: 4, labeled_percent: 50, teacher: nowhere}|data.streams={labeled: {share: 0.5}, unlabeled: {}}";

    private readonly TemporaryFolder folder = new();

    public TrainedViewsTests() => SyntheticFolder.Write(
        folder["data"], new SyntheticFolderConfig { Images = 12, Height = 64, Width = 96, HeldOut = 0.25 });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Teacher_and_student_see_the_same_crop_in_other_colors()
    {
        var (tiles, views) = TrainedViews.Tiles(Config(Guided, "augmentation.strong={gray_probability: 1, blur_probability: 0}"), 3);
        Assert.Equal((6, 2), (tiles.Count, views));
        Assert.Equal(3, tiles.Select(tile => tile.Caption.Split(' ')[1]).Distinct().Count());
        Assert.All(Enumerable.Range(0, 3), place =>
        {
            var (teacher, student) = (tiles[2 * place], tiles[(2 * place) + 1]);
            Assert.Equal(teacher.Caption.Replace("teacher", "student"), student.Caption);
            Assert.True(IsGray(student));
            Assert.False(IsGray(teacher));
        });
    }

    [Fact]
    public void Nothing_that_is_changed_leaves_the_student_s_view_as_the_teacher_s()
    {
        var (tiles, _) = TrainedViews.Tiles(
            Config(Guided, "augmentation.strong={gray_probability: 0, blur_probability: 0, jitter_probability: 0}"), 2);
        for (var i = 0; i < tiles[0].Image.Pixels.Length; i++)
        {
            Assert.InRange(tiles[1].Image.Pixels[i] - tiles[0].Image.Pixels[i], -1, 1);
        }
    }

    [Fact]
    public void Other_colors_of_the_student_leave_images_and_draws_of_the_teacher_as_they_are()
    {
        var (first, _) = TrainedViews.Tiles(Config(Guided, "augmentation.strong={gray_probability: 1}"), 4);
        var (second, _) = TrainedViews.Tiles(Config(Guided, "augmentation.strong={gray_probability: 0}"), 4);
        Assert.All(Enumerable.Range(0, 4), place => Assert.Equal(first[2 * place].Image.Pixels, second[2 * place].Image.Pixels));
        Assert.Contains(
            Enumerable.Range(0, 4), place => !first[(2 * place) + 1].Image.Pixels.SequenceEqual(second[(2 * place) + 1].Image.Pixels));
    }

    [Fact]
    public void A_teacher_of_whole_images_is_shown_them_as_they_are_on_disk()
    {
        var (tiles, views) = TrainedViews.Tiles(Config(Guided, "train.teacher.view=clean"), 2);
        Assert.Equal(2, views);
        Assert.Equal((96, 64), (tiles[0].Image.Width, tiles[0].Image.Height));
        Assert.Equal((64, 64), (tiles[1].Image.Width, tiles[1].Image.Height));
    }

    [Fact]
    public void Without_a_teacher_the_augmented_view_stands_alone()
    {
        var (tiles, views) = TrainedViews.Tiles(Config("train.threads=1", "augmentation.strong={gray_probability: 1}"), 3);
        Assert.Equal((3, 1), (tiles.Count, views));
        Assert.All(tiles, tile => Assert.True(IsGray(tile)));
    }

    [Fact]
    public void The_title_stands_above_and_a_sheet_is_the_same_every_time()
    {
        var config = Config(Guided, "augmentation.strong={gray_probability: 1}");
        var sheet = TrainedViews.Sheet(config, "gray: always", 3);
        Assert.Equal(sheet.Pixels, TrainedViews.Sheet(config, "gray: always", 3).Pixels);
        var other = TrainedViews.Sheet(config, "blur: never", 3);
        var band = 3 * sheet.Width * 26;
        Assert.NotEqual(sheet.Pixels[..band], other.Pixels[..band]);
        Assert.Equal(sheet.Pixels[band..], other.Pixels[band..]);
    }

    [Fact]
    public void A_count_of_none_is_refused()
    {
        var config = Config("train.threads=1", "train.seed=1");
        Assert.Contains("1 to 64", Assert.Throws<InputException>(() => TrainedViews.Sheet(config, "", 0)).Message);
    }

    private static bool IsGray(ContactTile tile) => tile.Image.Pixels.Chunk(3).All(
        pixel => Math.Abs(pixel[0] - pixel[1]) <= 1 && Math.Abs(pixel[1] - pixel[2]) <= 1);

    private RunConfig Config(string plan, string change) => ConfigReader.Read<RunConfig>(
        null,
        [
            // Nothing is padded: that would stay as it is.
            $"data.root={folder["data"]}", "loader.workers=0", "augmentation.crop=[64, 64]", "augmentation.resize_min=1", "train.steps=10",
            "train.batch_size=2", .. plan.Split('|'), change,
        ]);
}
