using Panoptes.Data.Indexing;
using Panoptes.Data.Synthetic;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Data.Tests.Indexing;

public sealed class PictureHashTests
{
    private static RgbImage Scene(int index) => new SyntheticDataset(new SyntheticScenes(256, 128), 8).Load(index).Image;

    [Fact]
    public void A_picture_saved_smaller_or_brighter_is_near_and_another_is_not()
    {
        var picture = Scene(0);
        var hash = PictureHash.Of(picture)!.Value;
        var saved = JpegFile.Read(JpegFile.Encode(picture, 40), "saved");
        var brighter = new RgbImage(256, 128, Array.ConvertAll(picture.Pixels, level => (byte)Math.Min(255, (level * 0.9) + 12)));

        Assert.InRange(PictureHash.Distance(hash, PictureHash.Of(saved)!.Value), 0, 4);
        Assert.InRange(PictureHash.Distance(hash, PictureHash.Of(DisplaySize.Fit(picture, 128, 64))!.Value), 0, 4);
        Assert.InRange(PictureHash.Distance(hash, PictureHash.Of(brighter)!.Value), 0, 4);
        Assert.All(Enumerable.Range(1, 7), i => Assert.InRange(PictureHash.Distance(hash, PictureHash.Of(Scene(i))!.Value), 9, 128));
    }

    [Fact]
    public void A_picture_of_one_color_has_none() => Assert.Null(PictureHash.Of(new RgbImage(32, 16)));
}
