using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Tests;

/// <summary>A data set of images and labels in memory.</summary>
internal sealed class SceneDataset(ClassTable classes, IReadOnlyList<CamVidScene> scenes) : IDataset
{
    public string Name => "scenes";

    public int Count => scenes.Count;

    public ClassTable Classes => classes;

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available => SampleParts.Semantic;

    public SampleFiles Files(int index) => new(scenes[index].Name, scenes[index].Name, scenes[index].Name);

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var labels = scenes[index].Labels;
        return new Sample(Files(index), parts.HasFlag(SampleParts.Image) ? scenes[index].Image : null)
        {
            StoredLabels = parts.HasFlag(SampleParts.Labels)
                ? new StoredLabels(
                    scenes[index].Name,
                    new Plane<ushort>(labels.Width, labels.Height, Array.ConvertAll(
                        labels.Pixels, id => (ushort)(id == LabelMap.Void ? classes.VoidTrainId : id))),
                    classes.OfTrainIds())
                : null,
        };
    }
}
