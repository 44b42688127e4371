using Panoptes.Formats.Cityscapes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Tests.Cityscapes;

public sealed class CityscapesFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-cityscapes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Frames_are_found_with_endings_in_any_case_and_without_hidden_files()
    {
        Touch(
            "val/a/a_1_2_gtFine_labelIds.png", "val/a/a_1_2_gtFine_instanceIds.PNG", "val/a/._a_1_2_gtFine_instanceIds.png",
            "train/b/b_1_2_gtFine_instanceIds.png");
        var frame = Assert.Single(CityscapesFiles.Frames(folder));
        Assert.Equal(("a_1_2", true), (frame.Name, frame.LabelIds is not null));
        Touch("pred/a_1_2_pred.PNG", "pred/z_1_2_pred.png");
        var (files, unused) = CityscapesFiles.Predictions([frame], Path.Combine(folder, "pred"), ".png", "PNG");
        Assert.EndsWith("a_1_2_pred.PNG", Assert.Single(files), StringComparison.Ordinal);
        Assert.Equal(["z_1_2_pred.png"], unused);
    }

    [Theory]
    [InlineData(
        "a/a_1_2_gtFine_labelIds.png a/a_1_2_gtFine_instanceIds.png a/a_1_3_gtFine_labelIds.png",
        "a_1_3_gtFine_labelIds.png: found a frame without instance ids")]
    [InlineData("a/a_1_2_gtFine_instanceIds.png b/a_1_2_gtFine_instanceIds.png", "found frame a_1_2 again")]
    [InlineData("a/a_1_2_gtFine_labelIds.png", "found no *_instanceIds.png")]
    public void A_frame_that_would_be_left_out_or_counted_twice_is_refused(string names, string found)
    {
        Touch(names.Split(' '));
        Assert.Contains(found, Assert.Throws<InputException>(() => CityscapesFiles.Frames(folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>The law: what one annotation makes agrees; the same numbers cut to 8 bits do not.</summary>
    [Fact]
    public void Maps_of_one_annotation_agree_and_eight_bits_do_not()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (labels, instances) = (new byte[12], new ushort[12]);
            for (var i = 0; i < labels.Length; i++)
            {
                var label = CityscapesLabel.All[random.Next(CityscapesLabel.All.Count)];
                labels[i] = (byte)label.Id;
                instances[i] = (ushort)(label.HasInstances && random.Next(4) > 0 ? (label.Id * 1000) + random.Next(100) : label.Id);
            }

            instances[random.Next(12)] = 26001;
            labels[Array.IndexOf(instances, (ushort)26001)] = 26;
            var frame = new CityscapesFrame("f", "labels.png", "instances.png");
            CityscapesMaps.RequireAgreement<byte>(frame, instances, labels, 4);
            var cut = Array.ConvertAll(instances, value => (ushort)(byte)value);
            Assert.True(
                Assert.Throws<InputException>(() => CityscapesMaps.RequireAgreement<byte>(frame, cut, labels, 4)).Message
                    .Contains("at pixel (", StringComparison.Ordinal),
                $"seed {seed}");
        }
    }

    [Fact]
    public void A_disagreement_names_file_pixel_and_both_classes()
    {
        var path = Path.Combine(folder, "instances.png");
        PngFile.WriteGray(path, new Plane<byte>(3, 2, [7, 7, 7, 7, 26, 7]));
        var message = Assert.Throws<InputException>(() => CityscapesMaps.RequireAgreement<byte>(
            new CityscapesFrame("f", "labels.png", path), [7, 7, 7, 7, 26, 7], [7, 7, 7, 7, 24, 7], 3)).Message;
        Assert.Contains(
            "instances.png: found 26 (label 26 \"car\") at pixel (1,1) of an 8-bit map, where labels.png holds 24 \"person\"", message,
            StringComparison.Ordinal);
    }

    private void Touch(params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, []);
        }
    }
}
