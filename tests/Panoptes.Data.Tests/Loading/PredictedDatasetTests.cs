using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Tests.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Tests.Loading;

[Collection("tensors")]
public sealed class PredictedDatasetTests
{
    private const SampleParts Parts = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;

    private readonly RecordedDataset stored = new(
        4, index => (96 + (8 * index), 64), SampleParts.Image | SampleParts.Labels | SampleParts.Segments);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_prediction_is_moved_exactly_as_the_same_labels_on_disk(int workers)
    {
        var predicted = new PredictedDataset(stored, SampleParts.Labels | SampleParts.Segments, Truth);
        var augmentation = new AugmentationConfig { Crop = [48, 40], ResizeMin = 0.7, ResizeMax = 1.6, Flip = 0.5 };
        using var expected = new BatchLoader(stored, augmentation, new LoaderConfig { Workers = workers }, 3, 5, parts: Parts);
        using var actual = new BatchLoader(predicted, augmentation, new LoaderConfig { Workers = workers }, 3, 5, parts: Parts);
        for (var step = 0; step < 6; step++)
        {
            using var one = expected.Take(step);
            using var other = actual.Take(step);
            Assert.Equal(one.Images.ToArray<float>(), other.Images.ToArray<float>());
            Assert.Equal(one.Labels.ToArray<long>(), other.Labels.ToArray<long>());
            Assert.Equal(one.Targets.Segments!.Ids.ToArray<int>(), other.Targets.Segments!.Ids.ToArray<int>());
            Assert.Equal(
                one.Targets.Instances!.Select(list => list.Select(instance => instance.Mask.ToString())),
                other.Targets.Instances!.Select(list => list.Select(instance => instance.Mask.ToString())));
        }
    }

    [Fact]
    public void Labels_of_the_images_are_not_read_and_nothing_is_predicted_that_is_not_asked_for()
    {
        var asked = 0;
        var predicted = new PredictedDataset(stored, SampleParts.Labels, sample =>
        {
            asked++;
            return Truth(sample) with { Segments = null };
        });
        Assert.Equal(SampleParts.Image | SampleParts.Labels, predicted.Available);
        Assert.Null(predicted.Load(0, SampleParts.Image).StoredLabels);
        Assert.Equal(0, asked);
        Assert.NotNull(predicted.Load(0, SampleParts.Semantic).Labels);
        Assert.Equal((1, SampleParts.Image), (asked, stored.Asked));
        Assert.Null(predicted.Files(0).Label);
    }

    [Fact]
    public void A_prediction_of_another_size_than_its_image_is_refused_by_the_images_name()
    {
        var predicted = new PredictedDataset(
            stored, SampleParts.Labels, _ => new PredictedLayers { Labels = new Plane<ushort>(10, 20) });
        var error = Assert.Throws<InputException>(() => predicted.Load(1));
        Assert.Equal("scene 1: found a prediction of 10x20 pixels; expected 104x64, as the image has; "
            + "let the network predict at the image's own size", error.Message);
    }

    private PredictedLayers Truth(Sample sample)
    {
        var index = int.Parse(sample.Name.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        var scene = stored.Scene(index);
        return new PredictedLayers
        {
            Labels = new StoredLabels("labels", scene.Labels, stored.Classes).ToTrainIds(),
            Segments = scene.Segments,
        };
    }
}
