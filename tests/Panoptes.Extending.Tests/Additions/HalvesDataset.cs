using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>A data set from outside: images whose left half is dark and of class 0, the right one bright and of class 1.</summary>
internal sealed class HalvesDataset(int count) : IDataset
{
    private const int Side = 32;

    /// <inheritdoc/>
    public string Name => "halves";

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public ClassTable Classes { get; } =
        new("halves", [new(0, 0, "dark", new Rgb(0, 0, 0), false), new(1, 1, "bright", new Rgb(255, 255, 255), false)]);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public SampleParts Available => SampleParts.Semantic;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => new($"{index}", $"halves/{index}", $"halves/{index}");

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var image = new RgbImage(Side, Side);
        var labels = new Plane<byte>(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            image.Row(y)[(3 * Side / 2)..].Fill((byte)(200 + index));
            labels.Row(y)[(Side / 2)..].Fill(1);
        }

        return new Sample(Files(index), image) { StoredLabels = new StoredLabels($"halves/{index}", labels, Classes) };
    }
}
