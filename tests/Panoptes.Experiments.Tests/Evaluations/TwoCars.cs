using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Tests.Evaluations;

/// <summary>
/// One scene: a road with two cars and a person. The prediction has the road, one car over both cars, no person, and a person where there
/// is none.
/// </summary>
internal static class TwoCars
{
    public const int Width = 60;
    public const int Height = 40;
    public const byte Gray = 100;

    public static readonly ClassTable Classes = new(
        "scene",
        [
            new(0, 0, "road", new Rgb(128, 64, 128), false),
            new(1, 1, "car", new Rgb(0, 0, 142), true),
            new(2, 2, "person", new Rgb(20, 220, 60), true),
        ]);

    private static readonly (int Id, int Class, int X, int Y, int Width, int Height)[] Truth =
        [(1, 0, 0, 0, 60, 40), (2, 1, 10, 22, 12, 10), (3, 1, 24, 22, 12, 10), (4, 2, 44, 4, 6, 12)];

    private static readonly (int Id, int Class, int X, int Y, int Width, int Height)[] Found =
        [(1, 0, 0, 0, 60, 40), (2, 1, 10, 22, 26, 10), (3, 2, 4, 4, 6, 12)];

    /// <summary>The sample.</summary>
    /// <param name="name">Its name.</param>
    public static Sample Sample(string name = "scene")
    {
        var image = new RgbImage(Width, Height);
        image.Pixels.AsSpan().Fill(Gray);
        var ids = Map(Truth);
        var segments = Truth.Select(s => new Segment(s.Id, s.Class, Classes[s.Class].IsThing, false, Area(ids, s.Id)));
        return new Sample(new SampleFiles(name, $"{name}.png", null), image) { Segments = new SegmentMap(ids, [.. segments]) };
    }

    private static Plane<int> Map((int Id, int Class, int X, int Y, int Width, int Height)[] parts)
    {
        var map = new Plane<int>(Width, Height);
        foreach (var part in parts)
        {
            for (var y = part.Y; y < part.Y + part.Height; y++)
            {
                map.Row(y).Slice(part.X, part.Width).Fill(part.Id);
            }
        }

        return map;
    }

    private static int Area(Plane<int> map, int id) => map.Pixels.Count(pixel => pixel == id);

    private static RunLengthMask Mask(Plane<int> map, int id) =>
        RunLengthMask.Encode(new Plane<byte>(Width, Height, [.. map.Pixels.Select(pixel => (byte)(pixel == id ? 1 : 0))]));

    /// <summary>The prediction.</summary>
    public sealed class Prediction : IBatchPrediction
    {
        public IReadOnlyList<Plane<ushort>> Labels() => throw new InvalidOperationException("segments and objects were asked for");

        public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => Labels();

        public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
            IReadOnlyList<Plane<ushort>> truth, int ignore) =>
            throw new InvalidOperationException("segments and objects were asked for");

        public PanopticPrediction Panoptic(int image)
        {
            var ids = Map(Found);
            return new PanopticPrediction(
                ids, [.. Found.Select(s => new PredictedSegment(s.Id, s.Class, Classes[s.Class].IsThing, Area(ids, s.Id), 0.9))]);
        }

        public InstancePrediction Instances(int image)
        {
            var ids = Map(Found);
            var things = Found.Where(s => Classes[s.Class].IsThing).Select(s => new PredictedInstance(s.Class, 0.9, Mask(ids, s.Id)));
            return new InstancePrediction(Width, Height, [.. things, new PredictedInstance(1, 0.2, Mask(ids, 1))]);
        }
    }
}
