using System.Collections.Concurrent;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Content;
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
    private readonly ConcurrentDictionary<(int Place, int Most), BoundaryPoints> neighbors = [];

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

    /// <summary>The labels of a drawn sample.</summary>
    public LabelMap LabelsOf(int drawn) => Labels(order[drawn]);

    /// <summary>
    /// The boundary points of the labels of the sample a few places on in the data set; null beyond its ends. They are kept, as more images
    /// may be asked for.
    /// </summary>
    public BoundaryPoints? NeighborOf(int place, int step, int most)
    {
        var index = place + step;
        return index >= 0 && index < order.Length
            ? neighbors.GetOrAdd((index, most), key => BoundaryPoints.Of(Labels(key.Place), key.Most))
            : null;
    }

    private LabelMap Labels(int index) =>
        SampleLabels.Of(dataset.Load(index, SampleLabels.Parts & dataset.Available), dataset.Classes);
}
