using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Contracts;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Labels;
using Panoptes.Foundation;

namespace Panoptes.Diagnosis.Examination;

/// <summary>
/// The samples of a data set in a drawn order, image and labels each as they are: sizes that do not fit are no error here.
/// </summary>
internal sealed class DoctorSamples
{
    private const long Purpose = 0xD0C;
    private readonly IDataset dataset;
    private readonly int[] order;
    private readonly Dictionary<int, LabelMap> labels = [];

    public DoctorSamples(IDataset dataset, long seed)
    {
        (this.dataset, order) = (dataset, [.. Enumerable.Range(0, dataset.Count)]);
        if ((dataset.Available & SampleLabels.Parts) == SampleParts.None)
        {
            throw new InputException(dataset.Name, "no labels", "a split with labels", "choose another split");
        }

        new SeededRandom(seed, Purpose).Shuffle(order.AsSpan());
    }

    /// <summary>How many there are.</summary>
    public int Count => order.Length;

    /// <summary>The class table.</summary>
    public ClassTable Classes => dataset.Classes;

    /// <summary>Reads a drawn sample.</summary>
    public ProbeSample Read(int drawn) =>
        new(dataset.Files(order[drawn]).Name, dataset.Load(order[drawn], SampleParts.Image).Image, Labels(order[drawn]))
        {
            Place = order[drawn],
        };

    /// <summary>The labels of a place in the data set; kept, since neighbors are asked for too.</summary>
    public LabelMap Labels(int index)
    {
        lock (labels)
        {
            if (labels.TryGetValue(index, out var known))
            {
                return known;
            }
        }

        var read = SampleLabels.Of(dataset.Load(index, SampleLabels.Parts & dataset.Available), dataset.Classes);
        lock (labels)
        {
            return labels[index] = read;
        }
    }

    /// <summary>The labels of the sample a few places on in the data set; null beyond its ends.</summary>
    public LabelMap? NeighborOf(int place, int step)
    {
        var index = place + step;
        return index >= 0 && index < order.Length ? Labels(index) : null;
    }

    /// <summary>The sizes of samples.</summary>
    public static IReadOnlyList<SampleSizes> Sizes(IReadOnlyList<ProbeSample> samples) =>
    [
        .. samples.Select(sample =>
            new SampleSizes(sample.Name, sample.Image.Width, sample.Image.Height, sample.Labels.Width, sample.Labels.Height)),
    ];
}
