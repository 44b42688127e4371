using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Cityscapes.Writing;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Tests.Predictions;

/// <summary>Frames of Cityscapes made of rectangles: truth in a folder, and what a perfect network says of them.</summary>
internal sealed class SceneTruth
{
    private const int Width = 96;
    private const int Height = 64;
    private static readonly (int Label, int X, int Y, int W, int H)[] Layout =
        [(23, 0, 0, 96, 30), (7, 0, 30, 96, 34), (26, 4, 20, 20, 15), (26, 30, 25, 24, 14), (24, 60, 18, 10, 30), (33, 75, 30, 15, 12)];

    private readonly List<(int Label, int X, int Y, int W, int H)[]> scenes = [];

    /// <summary>Writes the truth to gtFine/val and the images to leftImg8bit/val below a folder.</summary>
    public SceneTruth(string folder)
    {
        for (var scene = 0; scene < 3; scene++)
        {
            var shift = scene;
            scenes.Add([.. Layout.Select(part => part.Label is 23 or 7 ? part : part with { X = part.X + shift, Y = part.Y - shift })]);
            var name = $"aachen/aachen_{scene:000000}_000019";
            var numbers = new InstanceNumbers(name);
            var values = Layout.Select((part, i) => (Id: i + 1, Value: numbers.Next(CityscapesLabel.All[part.Label])))
                .ToDictionary(v => v.Id, v => v.Value);
            var stem = Path.Combine(folder, "gtFine", "val", $"{name}_gtFine");
            Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
            InstanceMapWriting.Write($"{stem}_labelIds.png", $"{stem}_instanceIds.png", Ids(scene), values);
            var image = Path.Combine(folder, "leftImg8bit", "val", $"{name}_leftImg8bit.png");
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            PngFile.WriteRgb(image, new RgbImage(Width, Height));
            Images.Add(PredictedImage.OfFile(image));
        }
    }

    /// <summary>The images.</summary>
    public List<PredictedImage> Images { get; } = [];

    /// <summary>Cityscapes' classes as a run lists them: by train id, under their label ids.</summary>
    public static IReadOnlyList<ClassColor> Classes { get; } =
        [.. Enumerable.Range(0, 19).Select(CityscapesLabel.OfTrainId)
            .Select(label => new ClassColor(label.Name, "#102030", label.HasInstances, label.Id))];

    /// <summary>The image that all scenes have.</summary>
    public static RgbImage Pixels => new(Width, Height);

    /// <summary>Train ids.</summary>
    public Plane<ushort> Semantic(int scene) =>
        new(Width, Height, Array.ConvertAll(Ids(scene).Pixels, id => (ushort)CityscapesLabel.All[Layout[id - 1].Label].TrainId));

    /// <summary>Segments.</summary>
    public PanopticPrediction Panoptic(int scene)
    {
        var ids = Ids(scene);
        return new PanopticPrediction(ids, [.. Layout.Select((part, i) => new PredictedSegment(
            i + 1, CityscapesLabel.All[part.Label].TrainId, CityscapesLabel.All[part.Label].HasInstances,
            ids.Pixels.LongCount(id => id == i + 1), 0.9))]);
    }

    /// <summary>Objects.</summary>
    public InstancePrediction Instances(int scene)
    {
        var ids = Ids(scene);
        return new InstancePrediction(Width, Height, [.. Layout.Select((part, i) => (part.Label, Id: i + 1)).Where(part => part.Label > 23)
            .Select(part => new PredictedInstance(
                CityscapesLabel.All[part.Label].TrainId,
                1 - (part.Id / 100.0),
                RunLengthMask.Encode(
                    new Plane<byte>(Width, Height, Array.ConvertAll(ids.Pixels, id => id == part.Id ? (byte)1 : (byte)0)))))]);
    }

    private Plane<int> Ids(int scene)
    {
        var ids = new Plane<int>(Width, Height);
        for (var part = 0; part < Layout.Length; part++)
        {
            var (_, x, y, w, h) = scenes[scene][part];
            for (var row = y; row < y + h; row++)
            {
                ids.Row(row).Slice(x, w).Fill(part + 1);
            }
        }

        return ids;
    }
}
