using Panoptes.Data.Classes;
using Panoptes.Data.Samples;

namespace Panoptes.Data.Synthetic;

/// <summary>Synthetic scenes as a data set without files: every sample is drawn when asked for.</summary>
public sealed class SyntheticDataset : IDataset
{
    private readonly SyntheticScenes scenes;
    private readonly long first;

    /// <summary>Makes a data set.</summary>
    /// <param name="scenes">Size and seed.</param>
    /// <param name="count">How many scenes.</param>
    /// <param name="first">Index of the first one, so that splits need not share any.</param>
    public SyntheticDataset(SyntheticScenes scenes, int count, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (this.scenes, Count, this.first) = (scenes, count, first);
    }

    /// <inheritdoc/>
    public string Name => $"synthetic {scenes.Height}x{scenes.Width}";

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ClassTable Classes => BuiltInClassTables.Street;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public SampleParts Available => SampleParts.All & ~SampleParts.Instances;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => new($"scene {first + index}", $"scene {first + index}", $"labels of scene {first + index}");

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var scene = scenes.Render(first + index);
        var files = Files(index);
        return new Sample(files, scene.Image)
        {
            StoredLabels = parts.HasFlag(SampleParts.Labels) ? new StoredLabels(files.Label!, scene.Labels, Classes) : null,
            Segments = parts.HasFlag(SampleParts.Segments) ? scene.Segments : null,
            Depth = parts.HasFlag(SampleParts.Depth) ? scene.Depth : null,
        };
    }
}
