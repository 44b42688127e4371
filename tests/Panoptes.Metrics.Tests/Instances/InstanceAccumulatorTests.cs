using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;

namespace Panoptes.Metrics.Tests.Instances;

public class InstanceAccumulatorTests
{
    private const int Images = 12;
    private static readonly InstanceCategory[] Categories = [new(1, "car"), new(4, "person"), new(9, "absent")];

    [Theory]
    [InlineData(OverlapKind.Mask)]
    [InlineData(OverlapKind.Box)]
    public void Images_added_one_by_one_give_the_digits_of_the_whole_in_any_order_and_split(OverlapKind kind)
    {
        var (truths, detections) = (Objects(3, isTruth: true), Objects(4, isTruth: false));
        InstanceImage[] images = [.. Enumerable.Range(0, Images).Select(i => new InstanceImage(i, "", 40, 60))];
        var options = new InstanceOptions { Overlap = kind };
        var whole = new InstanceEvaluation(
            new InstanceSet("truth", "", images, Categories, truths), new InstanceSet("found", "", images, Categories, detections),
            options).Run();

        var parts = Enumerable.Range(0, 3).Select(_ => new InstanceAccumulator(Categories, options)).ToArray();
        foreach (var image in Enumerable.Range(0, Images).Reverse())
        {
            parts[image % 3].Add(image, truths.Where(o => o.Image == image), detections.Where(o => o.Image == image));
        }

        parts[2].Merge(parts[0]);
        parts[2].Merge(parts[1]);
        var merged = parts[2].Report();

        Assert.Equal(whole.Scores, merged.Scores);
        Assert.True(whole.Curves.Precision.SequenceEqual(merged.Curves.Precision));
        Assert.InRange(merged.Scores.AP50, 0.05, 0.95);
    }

    [Fact]
    public void An_image_is_added_once()
    {
        var accumulator = new InstanceAccumulator(Categories, new InstanceOptions());
        accumulator.Add(0, [], []);
        Assert.Throws<ArgumentException>(() => accumulator.Add(0, [], []));
        var other = new InstanceAccumulator(Categories, new InstanceOptions());
        other.Add(0, [], []);
        Assert.Throws<ArgumentException>(() => accumulator.Merge(other));
    }

    private static List<InstanceObject> Objects(int seed, bool isTruth)
    {
        var (random, objects) = (new SeededRandom(seed), new List<InstanceObject>());
        for (var i = 0; i < Images * 6; i++)
        {
            // Detections lie near the truths of the same turn.
            var place = new SeededRandom(i);
            var (x, y) = (1 + (int)(place.NextDouble() * 25), 1 + (int)(place.NextDouble() * 15));
            var (width, height) = (6 + (int)(random.NextDouble() * 12), 6 + (int)(random.NextDouble() * 10));
            var mask = new Plane<byte>(60, 40);
            for (var row = y; row < y + height; row++)
            {
                mask.Row(row).Slice(x, width).Fill(1);
            }

            var encoded = RunLengthMask.Encode(mask);
            objects.Add(new InstanceObject
            {
                Id = i + 1,
                Image = i / 6,
                Category = Categories[i % 2].Id,
                Score = isTruth ? 0 : Math.Round(random.NextDouble(), 1),
                IsCrowd = isTruth && i % 11 == 0,
                Area = encoded.Area,
                Box = encoded.Box,
                Mask = encoded,
            });
        }

        return objects;
    }
}
