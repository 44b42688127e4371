using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Cli.Tests;

/// <summary>A CamVid-style folder with three classes and a few small images, to be spoilt by a test.</summary>
internal sealed class SmallDataset
{
    private const int Width = 96;
    private const int Height = 64;

    /// <summary>Writes it below a folder that need not exist.</summary>
    public SmallDataset(string root)
    {
        Root = root;
        AtomicFile.WriteText(Path.Combine(root, "classes.json"), """
            {"name": "three", "void": 255, "classes": [
              {"id": 0, "name": "sky", "color": [70, 130, 180]},
              {"id": 1, "name": "road", "color": [128, 64, 128]},
              {"id": 2, "name": "car", "color": [0, 0, 142], "thing": true}]}
            """);
        foreach (var (split, count) in new[] { ("train", 4), ("val", 2), ("test", 2) })
        {
            for (var index = 0; index < count; index++)
            {
                Write(split, index);
            }
        }
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Path of an image.</summary>
    public string Image(string split = "train", int index = 0) => Path.Combine(Root, split, "images", $"{split}{index}.png");

    /// <summary>Path of a label.</summary>
    public string Label(string split = "train", int index = 0) => Path.Combine(Root, split, "labels", $"{split}{index}.png");

    private void Write(string split, int index)
    {
        var random = new SeededRandom(split.Length, index);
        var image = new RgbImage(Width, Height);
        var labels = new Plane<byte>(Width, Height);
        var horizon = random.NextInt(20, 40);
        var car = random.NextInt(0, Width - 24);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var id = y < horizon ? 0 : x >= car && x < car + 24 && y > horizon + 8 ? 2 : 1;
                labels.Pixels[(y * Width) + x] = (byte)id;
                for (var channel = 0; channel < 3; channel++)
                {
                    image.Pixels[(((y * Width) + x) * 3) + channel] = (byte)((id * 60) + (channel * 30) + random.NextInt(0, 20));
                }
            }
        }

        PngFile.WriteRgb(Image(split, index), image);
        PngFile.WriteGray(Label(split, index), labels);
    }
}
