using System.Runtime.InteropServices;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>A kind of error between two classes.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Truth">The true class; -1 for none.</param>
/// <param name="Prediction">The predicted one; -1 for none.</param>
public readonly record struct ClassPair(SegmentFate Kind, int Truth, int Prediction);

/// <summary>Exact counts of segments by fate, class and size, and of errors by pair of classes and by place.</summary>
/// <param name="classes">How many classes there are.</param>
public sealed class SegmentTally(int classes)
{
    private static readonly int Fates = Enum.GetValues<SegmentFate>().Length;
    private static readonly int Sizes = Enum.GetValues<ObjectSize>().Length;

    private readonly long[] truth = new long[classes * Sizes * Fates];
    private readonly long[] prediction = new long[classes * Sizes * Fates];
    private readonly long[] places = new long[Fates * AtlasGrid.Cells];
    private readonly Dictionary<ClassPair, (long Errors, long Pixels)> pairs = [];

    /// <summary>Images added.</summary>
    public long Images { get; private set; }

    /// <summary>Segments of the truth of a fate, class and size.</summary>
    public long Truth(SegmentFate fate, int known, ObjectSize size) => truth[Index(fate, known, size)];

    /// <summary>Segments of the truth of a fate and class.</summary>
    public long Truth(SegmentFate fate, int known) => Enum.GetValues<ObjectSize>().Sum(size => Truth(fate, known, size));

    /// <summary>Predicted segments of a fate, class and size.</summary>
    public long Prediction(SegmentFate fate, int known, ObjectSize size) => prediction[Index(fate, known, size)];

    /// <summary>Predicted segments of a fate and class.</summary>
    public long Prediction(SegmentFate fate, int known) => Enum.GetValues<ObjectSize>().Sum(size => Prediction(fate, known, size));

    /// <summary>Errors of a kind whose center lies in a cell of <see cref="AtlasGrid"/>.</summary>
    public long At(SegmentFate kind, int cell) => places[((int)kind * AtlasGrid.Cells) + cell];

    /// <summary>Errors of a kind.</summary>
    public long Errors(SegmentFate kind) => Enumerable.Range(0, AtlasGrid.Cells).Sum(cell => At(kind, cell));

    /// <summary>Errors and their pixels by pair of classes, the most frequent first.</summary>
    public IReadOnlyList<(ClassPair Pair, long Errors, long Pixels)> Pairs =>
    [
        .. pairs.Select(pair => (pair.Key, pair.Value.Errors, pair.Value.Pixels)).OrderByDescending(pair => pair.Errors)
            .ThenByDescending(pair => pair.Pixels).ThenBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Truth)
            .ThenBy(pair => pair.Key.Prediction),
    ];

    /// <summary>Adds what another counted.</summary>
    public void Merge(SegmentTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Images += other.Images;
        foreach (var (into, from) in new[] { (truth, other.truth), (prediction, other.prediction), (places, other.places) })
        {
            for (var i = 0; i < into.Length; i++)
            {
                into[i] += from[i];
            }
        }

        foreach (var (pair, count) in other.pairs)
        {
            Add(pair, count.Errors, count.Pixels);
        }
    }

    /// <summary>Counts an image.</summary>
    /// <param name="scene">Its segments.</param>
    /// <param name="outcome">What became of them.</param>
    public void Add(AtlasScene scene, SceneOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(outcome);
        Images++;
        for (var t = 0; t < scene.Truth.Count; t++)
        {
            truth[Index(outcome.Truth[t], scene.Truth[t].Class, ObjectSizes.Of(scene.Truth[t].Area))]++;
        }

        for (var p = 0; p < scene.Prediction.Count; p++)
        {
            prediction[Index(outcome.Prediction[p], scene.Prediction[p].Class, ObjectSizes.Of(scene.Prediction[p].Area))]++;
        }

        foreach (var finding in outcome.Findings)
        {
            var cell = AtlasGrid.CellOf(AtlasFinding.PlaceOf(scene, finding), scene.Width, scene.Height);
            places[((int)finding.Kind * AtlasGrid.Cells) + cell]++;
            Add(new ClassPair(finding.Kind, finding.TruthClass, finding.PredictionClass), 1, finding.Pixels);
        }
    }

    private void Add(ClassPair pair, long errors, long pixels)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _);
        count = (count.Errors + errors, count.Pixels + pixels);
    }

    private static int Index(SegmentFate fate, int known, ObjectSize size) => (((known * Sizes) + (int)size) * Fates) + (int)fate;
}
