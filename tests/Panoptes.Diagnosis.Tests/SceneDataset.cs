using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Tests;

/// <summary>A data set of scenes that are made when they are asked for.</summary>
internal sealed class SceneDataset(ClassTable classes, int count, Func<int, CamVidScene> scene) : IDataset
{
    public SceneDataset(ClassTable classes, IReadOnlyList<CamVidScene> scenes)
        : this(classes, scenes.Count, i => scenes[i])
    {
    }

    public string Name => "scenes";

    public int Count => count;

    public ClassTable Classes => classes;

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available => SampleParts.Semantic;

    public SampleFiles Files(int index) => new($"scene {index}", $"scene {index}", $"labels of scene {index}");

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var loaded = scene(index);
        var labels = loaded.Labels;
        return new Sample(Files(index), parts.HasFlag(SampleParts.Image) ? loaded.Image : null)
        {
            StoredLabels = parts.HasFlag(SampleParts.Labels)
                ? new StoredLabels(
                    $"labels of scene {index}",
                    new Plane<ushort>(labels.Width, labels.Height, Array.ConvertAll(
                        labels.Pixels, id => (ushort)(id == LabelMap.Void ? classes.VoidTrainId : id))),
                    classes.OfTrainIds())
                : null,
        };
    }
}
