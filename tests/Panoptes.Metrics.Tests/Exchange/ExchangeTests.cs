using Panoptes.Foundation;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Semantic;
using Panoptes.Metrics.Tests.Panoptic;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Metrics.Tests.Exchange;

/// <summary>What is counted goes through bytes without loss, and bytes of something else are refused.</summary>
public sealed class ExchangeTests
{
    private const int Cases = 20;
    private static readonly PanopticCategory[] Categories = RandomPanoptic.Categories;

    private static readonly UnsupervisedOptions Clusters = new() { Things = [0, 1], StuffClasses = [2, 3], Clusters = 5 };

    [Fact]
    public void Numbers_of_any_size_are_read_as_they_were_written()
    {
        long[] numbers = [0, 1, 127, 128, -1, long.MaxValue, long.MinValue];
        var read = new long[numbers.Length];
        Reader(Bytes(writer => writer.WriteNumbers(numbers))).ReadNumbers(read);
        Assert.Equal(numbers, read);
    }

    [Fact]
    public void A_length_that_the_bytes_do_not_have_takes_no_memory()
    {
        BinaryReader Number(int number) => Reader(Bytes(writer => writer.Write7BitEncodedInt(number)));
        Assert.Throws<EndOfStreamException>(() => Number(int.MaxValue - 1).ReadEach(from => from.ReadDouble()));
        Assert.Throws<InvalidDataException>(() => Number(-1).ReadEach(from => from.ReadDouble()));
        Assert.Throws<InvalidDataException>(() => Number(3).ReadBelow(3, "class"));
    }

    [Fact]
    public void Counts_of_segments_and_pixels_go_through_bytes_without_loss()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new SeededRandom(seed, 5);
            var images = Enumerable.Range(0, random.NextInt(0, 5)).Select(_ => RandomPanoptic.Make(random)).ToList();
            var counts = RandomPanoptic.Count(images);
            var bytes = Bytes(counts.Write);
            var read = PanopticCounts.Read(Reader(bytes), Categories);

            Assert.True(bytes.SequenceEqual(Bytes(read.Write)), $"seed {seed}");
            Assert.Equal((counts.Images, counts.Tally.AllThings), (read.Images, read.Tally.AllThings));
            Assert.Equal(counts.Sums, read.Sums);
            Assert.Equal(counts.PixelConfusion.ToArrays(true), read.PixelConfusion.ToArrays(true));
            Assert.Equal(counts.Confusion.Ratios(), read.Confusion.Ratios());
            Assert.All(Enum.GetValues<SegmentSize>(), size => Assert.Equal(counts.Tally.Of(size), read.Tally.Of(size)));
            Refused(bytes, random, reader => PanopticCounts.Read(reader, Categories));
            Assert.Throws<InvalidDataException>(() => PanopticCounts.Read(Reader(bytes), Categories[..^1]));
        }
    }

    [Fact]
    public void What_images_add_and_confuse_goes_through_bytes_without_loss()
    {
        var confused = 0;
        for (var seed = 0; seed < 10 * Cases; seed++)
        {
            var random = new SeededRandom(seed, 6);
            var table = RandomPanoptic.Make(random).Table;
            var sums = ImagePanopticSums.Of($"image {seed} \u00e9", table, PanopticMatcher.Match(table), Categories);
            var bytes = Bytes(sums.Write);
            var read = ImagePanopticSums.Read(Reader(bytes), Categories.Length);
            Assert.Equal((sums.ImageId, sums.ConfusedPixels), (read.ImageId, read.ConfusedPixels));
            Assert.Equal(sums.Classes, read.Classes);
            Assert.Equal(sums.Sizes, read.Sizes);
            Refused(bytes, random, reader => ImagePanopticSums.Read(reader, Categories.Length));

            var image = new ConfusedImage(seed, "one", ConfusedSegment.Of(table, Categories, percent: 0));
            var again = ConfusedImage.Read(Reader(Bytes(image.Write)));
            Assert.Equal((image.Index, image.ImageId, image.Pixels), (again.Index, again.ImageId, again.Pixels));
            Assert.Equal(image.Segments.SelectMany(s => s.Covered), again.Segments.SelectMany(s => s.Covered));
            Assert.Equal(image.Segments.Select(s => (s.Id, s.Category, s.Area)), again.Segments.Select(s => (s.Id, s.Category, s.Area)));
            confused += image.Segments.Count;
        }

        Assert.True(confused > 0);
    }

    [Theory]
    [InlineData(OverlapKind.Mask)]
    [InlineData(OverlapKind.Box)]
    [InlineData(OverlapKind.Boundary)]
    public void Detections_go_through_bytes_without_loss(OverlapKind kind)
    {
        var options = new InstanceOptions { Overlap = kind };
        var gathered = RandomObjects.Gather(options, images: 6);
        var bytes = Bytes(gathered.Write);
        var read = InstanceAccumulator.Read(Reader(bytes), RandomObjects.Categories, options);
        Assert.True(bytes.SequenceEqual(Bytes(read.Write)));
        Assert.Equal(gathered.Report().Scores, read.Report().Scores);
        Assert.InRange(read.Report().Scores.AP, 0.01, 0.99);
        Assert.Throws<ArgumentException>(() => read.Merge(gathered));
        Refused(bytes, new SeededRandom(1), reader => InstanceAccumulator.Read(reader, RandomObjects.Categories, options));
        var other = options with { Overlap = kind == OverlapKind.Box ? OverlapKind.Mask : OverlapKind.Box };
        Assert.Throws<InvalidDataException>(() => InstanceAccumulator.Read(Reader(bytes), RandomObjects.Categories, other));
        Assert.Throws<InvalidDataException>(() => InstanceAccumulator.Read(Reader(bytes), RandomObjects.Categories[..^1], options));
    }

    [Fact]
    public void Tables_of_clusters_go_through_bytes_and_are_told_in_any_order()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new SeededRandom(seed, 7);
            var (tables, count) = (new UnsupervisedTables(Clusters), random.NextInt(1, 6));
            for (var i = 0; i < count; i++)
            {
                tables.Add(RandomPanoptic.Make(random).Table);
            }

            var bytes = Bytes(tables.Write);
            var read = UnsupervisedTables.Read(Reader(bytes), Clusters);
            Assert.True(bytes.SequenceEqual(Bytes(read.Write)), $"seed {seed}");
            var (scores, again) = (tables.Score(), read.Score([.. Enumerable.Range(0, count).Reverse()]));
            Assert.Equal((scores.All, scores.MeanIoU), (again.All, again.MeanIoU));
            Assert.Equal(scores.Pixels, again.Pixels);
            Assert.Equal(scores.ImageQualities.Reverse(), again.ImageQualities);
            Refused(bytes, random, reader => UnsupervisedTables.Read(reader, Clusters));
            Assert.Throws<InvalidDataException>(() => UnsupervisedTables.Read(Reader(bytes), Clusters with { Clusters = 6 }));
        }
    }

    [Fact]
    public void Frames_go_through_bytes_without_loss()
    {
        var frame = new CityscapesFrameMatches(
            "frame", [new(1000, 11, 400), new(0, 13, 50)],
            [new("mask", 11, 1.0 / 3, 300, 7, [(0, 200), (1, 3)]), new("other", 13, double.NaN, 1, 0, [])]);
        var bytes = Bytes(frame.Write);
        var read = CityscapesFrameMatches.Read(Reader(bytes));
        Assert.Equal((frame.Frame, 2), (read.Frame, read.Predictions.Count));
        Assert.Equal(frame.Truths, read.Truths);
        Assert.All(frame.Predictions.Zip(read.Predictions), pair =>
        {
            Assert.Equal(pair.First.Overlaps, pair.Second.Overlaps);
            Assert.Equal(pair.First with { Overlaps = [] }, pair.Second with { Overlaps = [] });
        });
        Refused(bytes, new SeededRandom(2), reader => CityscapesFrameMatches.Read(reader));
        var strange = frame with { Truths = frame.Truths.Take(1).ToArray() };
        Assert.Throws<InvalidDataException>(() => CityscapesFrameMatches.Read(Reader(Bytes(strange.Write))));
    }

    [Fact]
    public void A_matrix_goes_through_bytes_and_is_no_matrix_of_other_classes()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.AddCount(0, 2, long.MaxValue);
        matrix.AddCount(3, 3, 5);
        var bytes = Bytes(matrix.Write);
        Assert.Equal(matrix.ToArrays(true), ConfusionMatrix.Read(Reader(bytes), 3).ToArrays(true));
        Assert.Throws<InvalidDataException>(() => ConfusionMatrix.Read(Reader(bytes), 4));
        Refused(bytes, new SeededRandom(3), reader => ConfusionMatrix.Read(reader, 3));
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        write(writer);
        writer.Flush();
        return memory.ToArray();
    }

    private static BinaryReader Reader(ReadOnlySpan<byte> bytes) => new(new MemoryStream(bytes.ToArray()));

    // However early they end.
    private static void Refused(byte[] bytes, SeededRandom random, Action<BinaryReader> read)
    {
        foreach (var length in new[] { 0, bytes.Length - 1, random.NextInt(0, bytes.Length), random.NextInt(0, bytes.Length) })
        {
            Assert.ThrowsAny<EndOfStreamException>(() => read(Reader(bytes.AsSpan(0, length))));
        }
    }
}
