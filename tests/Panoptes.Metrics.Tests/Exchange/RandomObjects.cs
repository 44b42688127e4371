using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;

namespace Panoptes.Metrics.Tests.Exchange;

/// <summary>Made-up objects and detections near them, with ties of scores and a crowd here and there.</summary>
internal static class RandomObjects
{
    public static readonly InstanceCategory[] Categories = [new(1, "car"), new(4, "person"), new(9, "absent")];

    public static InstanceAccumulator Gather(InstanceOptions options, int images)
    {
        var gathered = new InstanceAccumulator(Categories, options);
        foreach (var image in Enumerable.Range(0, images).Reverse())
        {
            gathered.Add(image, Objects(image, isTruth: true), Objects(image, isTruth: false));
        }

        return gathered;
    }

    private static InstanceObject[] Objects(int image, bool isTruth)
    {
        var random = new SeededRandom(image, isTruth ? 1 : 2);
        return [.. Enumerable.Range(0, 6).Select(n =>
        {
            var place = new SeededRandom(n, image);
            var (x, y) = (1 + place.NextInt(0, 25), 1 + place.NextInt(0, 15));
            var mask = new Plane<byte>(60, 40);
            var (width, height) = (10 + random.NextInt(0, 4), 10 + random.NextInt(0, 4));
            for (var row = y; row < y + height; row++)
            {
                mask.Row(row).Slice(x, width).Fill(1);
            }

            var encoded = RunLengthMask.Encode(mask);
            return new InstanceObject
            {
                Id = n + 1,
                Image = image,
                Category = Categories[n % 2].Id,
                Score = isTruth ? 0 : Math.Round(random.NextDouble(), 1),
                IsCrowd = isTruth && n == 5,
                Area = encoded.Area,
                Box = encoded.Box,
                Mask = encoded,
            };
        })];
    }
}
