using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Reports.Comparisons;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Comparisons;

public sealed class SameImagesTests : IDisposable
{
    private static readonly Rgb FirstIsRight = new(47, 111, 224);
    private static readonly Rgb OtherIsRight = new(224, 112, 44);
    private static readonly Rgb Neither = Rgb.Black;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_pixel_has_a_color_where_one_run_is_right_and_the_other_wrong_and_none_where_either_is_not_judged()
    {
        var map = SameImages.Map(
            Judged("a", Judgement.Right, Judgement.Wrong, Judgement.Right, Judgement.None, Judgement.Right),
            Judged("b", Judgement.Wrong, Judgement.Right, Judgement.Right, Judgement.Right, Judgement.None));
        Assert.Equal([FirstIsRight, OtherIsRight, Neither, Neither, Neither], Colors(map!));
    }

    [Fact]
    public void Runs_that_kept_no_map_are_held_against_the_truth_by_the_colors_of_classes()
    {
        var (road, car) = (new Rgb(128, 64, 128), new Rgb(0, 0, 142));
        var truth = Picture("truth", road, road, car);
        var map = SameImages.Map(
            new JudgedPictures(null, truth, Picture("first", road, car, car)),
            new JudgedPictures(null, truth, Picture("other", car, road, car)));
        Assert.Equal([FirstIsRight, OtherIsRight, Neither], Colors(map!));
    }

    [Fact]
    public void Pictures_of_other_sizes_have_no_map() =>
        Assert.Null(SameImages.Map(Judged("a", Judgement.Right), Judged("b", Judgement.Right, Judgement.Wrong)));

    private static Rgb[] Colors(byte[] png)
    {
        var image = PngFile.ReadRgb(png, "map");
        return [.. image.Pixels.Chunk(3).Select(pixel => new Rgb(pixel[0], pixel[1], pixel[2]))];
    }

    private JudgedPictures Judged(string name, params byte[] numbers)
    {
        var file = folder[$"{name}.png"];
        PngFile.WritePalette(file, new Plane<byte>(numbers.Length, 1, numbers), [Rgb.Black, Rgb.White, new Rgb(9, 9, 9)]);
        return new JudgedPictures(file, "none", "none");
    }

    private string Picture(string name, params Rgb[] colors)
    {
        var file = folder[$"{name}.png"];
        PngFile.WriteRgb(file, new RgbImage(colors.Length, 1, [.. colors.SelectMany(color => new[] { color.R, color.G, color.B })]));
        return file;
    }
}
