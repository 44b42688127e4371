using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>Made-up labeled images of several sizes; labels may have half the image's resolution.</summary>
internal sealed class MemoryDataset : IDataset
{
    private readonly List<(RgbImage Image, Plane<byte> Labels)> samples = [];

    public MemoryDataset(int count, int classes, int labelDenominator = 1, Func<int, (int Width, int Height)>? size = null)
    {
        Classes = new ClassTable(
            "made up", [.. Enumerable.Range(0, classes).Select(c => new ClassEntry(c, c, $"class {c}", default, false)), new ClassEntry(
                255, 255, "void", default, false)]);
        for (var n = 0; n < count; n++)
        {
            var random = new SeededRandom(n, 77);
            var (width, height) = size?.Invoke(n) ?? (24 + (2 * random.NextInt(0, 8)), 20 + (2 * random.NextInt(0, 6)));
            var image = new RgbImage(width, height);
            foreach (ref var value in image.Pixels.AsSpan())
            {
                value = (byte)random.NextInt(0, 256);
            }

            var labels = new Plane<byte>(width / labelDenominator, height / labelDenominator);
            foreach (ref var label in labels.Pixels.AsSpan())
            {
                label = (byte)(random.NextBool(0.1) ? 255 : random.NextInt(0, classes));
            }

            samples.Add((image, labels));
        }
    }

    public string Name => "made up";

    public int Count => samples.Count;

    public ClassTable Classes { get; }

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available => SampleParts.Semantic;

    public SampleFiles Files(int index) => new($"sample {index}", $"{index}.png", $"{index}_labels.png");

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var (image, labels) = samples[index];
        return new Sample(Files(index), image) { StoredLabels = new StoredLabels(Files(index).Label!, labels, Classes) };
    }
}
