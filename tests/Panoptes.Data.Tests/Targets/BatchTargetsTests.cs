using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging.Resampling;
using Panoptes.Tensors;

namespace Panoptes.Data.Tests.Targets;

[Collection("tensors")]
public sealed class BatchTargetsTests
{
    private const SampleParts Everything = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;
    private static readonly AugmentationConfig Crop = new() { Crop = [40, 56] };
    private static readonly AugmentationConfig Whole = new() { Crop = [], ResizeMin = .6, ResizeMax = 1.4, PadMultiple = 16 };

    [Fact]
    public void Batches_with_segments_and_objects_are_the_same_for_any_count_of_workers()
    {
        foreach (var augmentation in new[] { Crop, Whole })
        {
            var expected = Enumerable.Range(0, 4).Select(step => Content(augmentation, 0, step)).ToArray();
            foreach (var workers in new[] { 1, 3 })
            {
                foreach (var step in new[] { 3, 0, 2 })
                {
                    Assert.Equal(expected[step], Content(augmentation, workers, step));
                }
            }
        }
    }

    [Fact]
    public void Images_and_labels_are_the_same_bits_whether_or_not_segments_are_asked_for()
    {
        using var plain = new BatchLoader(Data(), Crop, new LoaderConfig { Workers = 0 }, 3, 9);
        using var full = new BatchLoader(Data(), Crop, new LoaderConfig { Workers = 0 }, 3, 9, parts: Everything);
        using var one = plain.Take(5);
        using var other = full.Take(5);
        Assert.Equal(one.Images.ToArray<float>(), other.Images.ToArray<float>());
        Assert.Equal(one.Labels.ToArray<long>(), other.Labels.ToArray<long>());
        Assert.Null(one.Targets.Segments);
        Assert.Null(one.Targets.Instances);
    }

    [Fact]
    public void What_a_recipe_does_not_need_is_not_read()
    {
        foreach (var (parts, ratio, expected) in new[]
        {
            (SampleParts.Semantic, .75, SampleParts.Semantic),
            (SampleParts.Segments, 1.0, SampleParts.Image | SampleParts.Segments),
            (SampleParts.Instances, 1.0, SampleParts.Image | SampleParts.Segments),
            (SampleParts.Image, 1.0, SampleParts.Image),
            (SampleParts.Segments, .75, SampleParts.Image | SampleParts.Segments | SampleParts.Labels),
        })
        {
            var data = Data();
            using var loader = new BatchLoader(
                data, Crop with { CatMaxRatio = ratio }, new LoaderConfig { Workers = 0 }, 2, 1, parts: parts);
            using var batch = loader.Take(0);
            Assert.Equal(expected, data.Asked);
            Assert.Equal(parts.HasFlag(SampleParts.Labels), batch.Targets.Labels is not null);
            Assert.Equal(parts.HasFlag(SampleParts.Segments), batch.Targets.Segments is not null);
            Assert.Equal(parts.HasFlag(SampleParts.Instances), batch.Targets.Instances is not null);
        }
    }

    [Fact]
    public void Whole_images_of_different_sizes_are_padded_to_a_common_size()
    {
        foreach (var channelsLast in new[] { false, true })
        {
            using var loader = new BatchLoader(Data(), Whole with { Flip = 0, Photometric = false },
                new LoaderConfig { Workers = 2, ChannelsLast = channelsLast }, 4, 3, parts: Everything);
            using var batch = loader.Take(1);
            var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
            Assert.Equal((0, 0), (height % 16, width % 16));
            Assert.True(batch.Samples.Select(sample => sample.Valid).Distinct().Count() > 1);
            Assert.True(batch.Samples.Max(sample => sample.Valid.Height) > height - 16
                && batch.Samples.Max(sample => sample.Valid.Width) > width - 16);
            var normalization = new Normalization([123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);
            var (images, labels, ids) = (
                batch.Images.ToArray<float>(), batch.Labels.ToArray<long>(), batch.Targets.Segments!.Ids.ToArray<int>());
            for (var n = 0; n < 4; n++)
            {
                var sample = batch.Samples[n];
                Assert.Equal((width, height), (sample.Geometry.Width, sample.Geometry.Height));
                var expected = new float[3 * width * height];
                var scene = Data().Scene(sample.Index);
                Resampler.ColorToPlanarFloat(scene.Image, sample.Geometry, normalization, expected);
                Assert.Equal(expected, images.AsSpan(n * expected.Length, expected.Length).ToArray());
                var moved = new int[width * height];
                SegmentMover.Move(scene.Segments, sample.Geometry, new TargetRules(), moved);
                Assert.Equal(moved, ids.AsSpan(n * moved.Length, moved.Length).ToArray());
                Assert.All(batch.Targets.Instances![n], found => Assert.Equal((width, height), (found.Mask.Width, found.Mask.Height)));
                Assert.All(Enumerable.Range(0, moved.Length).Where(i => !sample.Valid.Contains(i % width, i / width)), i =>
                    Assert.Equal(255, labels[(n * moved.Length) + i]));
            }
        }
    }

    [Fact]
    public void A_part_that_the_data_set_lacks_is_an_error_that_says_so()
    {
        var data = new RecordedDataset(2, _ => (32, 32), SampleParts.Semantic);
        var message = Assert.Throws<InputException>(
            () => new BatchLoader(data, Crop, new LoaderConfig(), 1, 1, parts: SampleParts.Segments)).Message;
        Assert.Contains("no segments", message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_tensor_outlives_the_loader()
    {
        var before = TensorScope.LiveTensors;
        foreach (var augmentation in new[] { Crop, Whole })
        {
            using var loader = new BatchLoader(Data(), augmentation, new LoaderConfig { Workers = 2 }, 2, 1, parts: Everything);
            loader.Take(0).Dispose();
            loader.Take(9).Dispose();
            loader.Take(2).Dispose();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static RecordedDataset Data() =>
        new(6, index => (48 + (9 * index), 70 - (5 * index)), SampleParts.Semantic | SampleParts.Segments);

    private static string Content(AugmentationConfig augmentation, int workers, int step)
    {
        using var loader = new BatchLoader(Data(), augmentation, new LoaderConfig { Workers = workers }, 3, 7, parts: Everything);
        using var batch = loader.Take(step);
        var sums = new[] { batch.Images, batch.Labels, batch.Targets.Segments!.Ids }.Select(tensor => Hash(tensor.Contiguous().Bytes()));
        var tables = batch.Targets.Segments!.Tables.SelectMany(table => table).Select(segment => segment.ToString());
        var masks = batch.Targets.Instances!.SelectMany(list => list)
            .Select(found => $"{found.Id} {found.Mask.ToCompressed()} {found.Box}");
        return string.Join('\n', [.. sums, .. tables, .. masks]);
    }

    private static string Hash(Span<byte> bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
}
