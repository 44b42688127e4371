using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Diagnosis.Sheets;

/// <summary>A data set whose images are its labels in color: sent through the image's path, they show where the labels would be.</summary>
/// <param name="dataset">The data set.</param>
internal sealed class GhostDataset(IDataset dataset) : IDataset
{
    public string Name => dataset.Name;

    public int Count => dataset.Count;

    public ClassTable Classes => dataset.Classes;

    public IReadOnlyList<string> Notes => dataset.Notes;

    public SampleParts Available => dataset.Available;

    public SampleFiles Files(int index) => dataset.Files(index);

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var sample = dataset.Load(index, parts | SampleParts.Image | SampleParts.Labels);
        return new Sample(sample.Files, Ghost(sample))
        {
            StoredLabels = sample.StoredLabels,
            Segments = sample.Segments,
            Instances = sample.Instances,
        };
    }

    private RgbImage Ghost(Sample sample)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        if (sample.Labels is not { } labels)
        {
            return new RgbImage(width, height);
        }

        var full = Resampler.Ids(
            labels, Geometry.Identity(width, height).ForSource(labels.Width, labels.Height), (ushort)Classes.VoidTrainId);
        var colors = new RgbImage(width, height);
        for (var i = 0; i < full.Pixels.Length; i++)
        {
            if (full.Pixels[i] < Classes.Count)
            {
                var color = Classes.Palette[full.Pixels[i]];
                (colors.Pixels[3 * i], colors.Pixels[(3 * i) + 1], colors.Pixels[(3 * i) + 2]) = (color.R, color.G, color.B);
            }
        }

        return colors;
    }
}
