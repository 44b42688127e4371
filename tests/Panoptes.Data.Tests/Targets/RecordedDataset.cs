using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;

namespace Panoptes.Data.Tests.Targets;

/// <summary>Synthetic scenes of several sizes that note which parts they were asked for.</summary>
internal sealed class RecordedDataset(int count, Func<int, (int Width, int Height)> size, SampleParts available) : IDataset
{
    private int asked;

    /// <summary>Every part that was ever asked for.</summary>
    public SampleParts Asked => (SampleParts)asked;

    public string Name => "recorded";

    public int Count => count;

    public ClassTable Classes => BuiltInClassTables.Street;

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available => available;

    public SampleFiles Files(int index) => new($"scene {index}", $"scene {index}", $"labels of scene {index}");

    public SyntheticScene Scene(int index) => new SyntheticScenes(size(index).Width, size(index).Height, 5).Render(index);

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        Interlocked.Or(ref asked, (int)parts);
        var scene = Scene(index);
        return new Sample(Files(index), scene.Image)
        {
            StoredLabels = parts.HasFlag(SampleParts.Labels) ? new StoredLabels("labels", scene.Labels, Classes) : null,
            Segments = parts.HasFlag(SampleParts.Segments) ? scene.Segments : null,
        };
    }
}
