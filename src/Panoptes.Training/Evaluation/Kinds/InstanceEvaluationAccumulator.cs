using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Pixels;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>
/// Gathers what average precision needs: of masks and boxes as pycocotools counts, and by Cityscapes' rules where every sample has
/// segments.
/// </summary>
internal sealed class InstanceEvaluationAccumulator : IEvaluationAccumulator
{
    private const double Sure = 0.5;

    private static readonly InstanceOptions ByMasks = new();
    private static readonly InstanceOptions ByBoxes = new() { Overlap = OverlapKind.Box };

    private readonly ClassTable classes;
    private readonly InstanceCategory[] categories;
    private readonly InstanceAccumulator masks;
    private readonly InstanceAccumulator boxes;
    private readonly SortedDictionary<int, CityscapesFrameMatches> frames = [];
    private readonly WorstScores worst;
    private readonly ThingAccumulator flattened;
    private readonly SegmentPairCounter counter = new();
    private readonly int[] things;
    private bool allHaveSegments = true;

    public InstanceEvaluationAccumulator(ClassTable classes, EvaluationConfig config)
    {
        this.classes = classes;
        things = [.. classes.Things];
        categories = [.. things.Select(id => new InstanceCategory(id, classes[id].Name))];
        masks = new InstanceAccumulator(categories, ByMasks);
        boxes = new InstanceAccumulator(categories, ByBoxes);
        worst = new WorstScores(config.WorstImages);
        flattened = new ThingAccumulator(ComparedSegments.Categories(classes), config.WorstImages, isFlattened: true);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            Add(samples[i].Index, samples[i].Sample, prediction.Instances(i));
        }
    }

    /// <inheritdoc/>
    public void Merge(IEvaluationAccumulator other)
    {
        var counted = (InstanceEvaluationAccumulator)other;
        masks.Merge(counted.masks);
        boxes.Merge(counted.boxes);
        worst.Merge(counted.worst);
        flattened.Merge(counted.flattened);
        allHaveSegments &= counted.allHaveSegments;
        foreach (var (index, frame) in counted.frames)
        {
            frames.Add(index, frame);
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        masks.Write(writer);
        boxes.Write(writer);
        worst.Write(writer);
        flattened.Write(writer);
        writer.Write(allHaveSegments);
        writer.WriteEach(frames, (to, entry) =>
        {
            to.Write7BitEncodedInt(entry.Key);
            entry.Value.Write(to);
        });
    }

    /// <inheritdoc/>
    public void MergeFrom(BinaryReader reader)
    {
        masks.Merge(InstanceAccumulator.Read(reader, categories, ByMasks));
        boxes.Merge(InstanceAccumulator.Read(reader, categories, ByBoxes));
        worst.MergeFrom(reader);
        flattened.MergeFrom(reader);
        allHaveSegments &= reader.ReadBoolean();
        foreach (var (index, frame) in reader.ReadEach(from =>
            (from.ReadBelow(int.MaxValue, "image"), CityscapesFrameMatches.Read(from))))
        {
            frames.Add(index, frame);
        }
    }

    /// <inheritdoc/>
    public KindResult Result()
    {
        var (ofMasks, ofBoxes) = (masks.Report(), boxes.Report());
        var cityscapes = allHaveSegments && frames.Count > 0 ? CityscapesInstanceReport.Of([.. frames.Values], things) : null;
        var (mask, box) = (ofMasks.Scores, ofBoxes.Scores);
        List<Metric> metrics =
        [
            .. Numbers("", "", mask),
            .. Numbers("box_", "box ", box),
        ];
        if (cityscapes is not null)
        {
            metrics.Add(new Metric("cityscapes_ap", "AP by Cityscapes' rules", cityscapes.AP));
            metrics.Add(new Metric("cityscapes_ap50", "AP50 by Cityscapes' rules", cityscapes.AP50));
        }

        var flat = flattened.Result();
        metrics.AddRange(flat.Metrics);
        var detail = new InstanceDetail(things, classes.Count, ofMasks, ofBoxes, cityscapes, flat);
        return new KindResult(EvaluationKind.Instance.Name, metrics, detail, worst.Sorted);
    }

    private static IEnumerable<Metric> Numbers(string name, string title, InstanceScores scores) =>
    [
        Number($"{name}ap", $"{title}AP", scores.AP),
        Number($"{name}ap50", $"{title}AP50", scores.AP50),
        Number($"{name}ap75", $"{title}AP75", scores.AP75),
        Number($"{name}ap_small", $"{title}AP small", scores.APSmall),
        Number($"{name}ap_medium", $"{title}AP medium", scores.APMedium),
        Number($"{name}ap_large", $"{title}AP large", scores.APLarge),
        Number($"{name}ar100", $"{title}AR100", scores.AR100),
    ];

    // pycocotools says -1 where there is nothing to find.
    private static Metric Number(string name, string title, double value) => new(name, title, value < 0 ? double.NaN : value);

    private void Add(int index, Sample sample, InstancePrediction prediction)
    {
        var truths = ComparedObjects.Of(sample, classes);
        masks.Add(
            index,
            truths.Select(t => Truth(index, t)),
            prediction.Instances.Select((p, rank) => Detection(index, rank, p, p.Mask.Area)));
        boxes.Add(
            index,
            truths.Select(t => Truth(index, t)),
            prediction.Instances.Select((p, rank) => Detection(index, rank, p, p.Box.Area)));
        allHaveSegments &= sample.Segments is not null && sample.Instances is null;
        if (allHaveSegments)
        {
            frames.Add(index, Frame(sample, prediction));
        }
        else
        {
            frames.Clear();
        }

        worst.Offer(Score(index, sample.Name, truths, prediction));
        flattened.Add(index, sample.Name, ComparedFlatly.Of(sample, truths, prediction, classes, counter));
    }

    private static InstanceObject Truth(int image, InstanceMask truth) => new()
    {
        Id = truth.Id,
        Image = image,
        Category = truth.CategoryTrainId,
        IsCrowd = truth.IsCrowd,
        Area = truth.Area ?? truth.Mask.Area,
        Box = truth.Box ?? truth.Mask.Box,
        Mask = truth.Mask,
    };

    private static InstanceObject Detection(int image, int rank, PredictedInstance prediction, double area) => new()
    {
        Id = rank + 1,
        Image = image,
        Category = prediction.Class,
        Score = prediction.Score,
        Area = area,
        Box = prediction.Box,
        Mask = prediction.Mask,
    };

    private CityscapesFrameMatches Frame(Sample sample, InstancePrediction prediction)
    {
        var segments = sample.Segments!;
        var learned = segments.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId).ToArray();
        return CityscapesFrameBuilder.Of(
            sample.Name,
            segments.Ids,
            [.. learned.Where(s => classes[s.CategoryTrainId].IsThing).Select(s => (s.Id, s.CategoryTrainId, s.IsCrowd, s.Area))],
            learned.Where(s => !classes[s.CategoryTrainId].IsThing).Select(s => s.Id).ToHashSet(),
            prediction.Instances.Select(p => (p.Class, p.Score, p.Mask)));
    }

    // F1 at IoU 0.5 of what the model is surer of than not.
    private static ImageScore Score(int index, string name, InstanceMask[] truths, InstancePrediction prediction)
    {
        var found = new bool[truths.Length];
        var (right, wrong) = (0, 0);
        foreach (var instance in prediction.Instances.Where(instance => instance.Score >= Sure))
        {
            var match = Array.FindIndex(truths, truth => truth.CategoryTrainId == instance.Class
                && Imaging.Masks.MaskOverlap.IoU(instance.Mask, truth.Mask, truth.IsCrowd) >= Sure);
            if (match < 0 || (found[match] && !truths[match].IsCrowd))
            {
                wrong++;
            }
            else if (!truths[match].IsCrowd)
            {
                (found[match], right) = (true, right + 1);
            }
        }

        var missed = truths.Where((truth, place) => !truth.IsCrowd && !found[place]).Count();
        var score = right + wrong + missed == 0 ? double.NaN : right / (right + (0.5 * (wrong + missed)));
        return new ImageScore(index, name,
        [
            new("f1", "F1 at IoU 0.5", score),
            new("missed", "missed objects", missed) { IsShare = false, HigherIsBetter = false },
            new("wrong", "wrong objects", wrong) { IsShare = false, HigherIsBetter = false },
        ]);
    }
}
