using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Shifts;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Sessions;

/// <summary>Counts labels by class: pixels of label maps, objects where the task has them.</summary>
/// <param name="config">The settings of the stage in which a teacher labels.</param>
/// <param name="task">What is asked of the model.</param>
/// <param name="classes">The classes.</param>
/// <param name="say">Takes how many images are done of how many, and what is done with them.</param>
internal sealed class PseudoLabelCount(RunConfig config, SegmentationTask task, ClassTable classes, Action<string, int, int> say)
{
    private readonly TeacherLabelConfig filter = config.Train.Teacher.Labels with { ClassShare = null };

    /// <summary>What is counted.</summary>
    public string Unit => task == SegmentationTask.Semantic ? "pixels" : "objects";

    /// <summary>Counts the truth of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    public long[] Truth(IDataset dataset)
    {
        var counts = new long[classes.Count];
        var parts = task == SegmentationTask.Semantic ? SampleParts.Labels : SampleParts.Segments | SampleParts.Instances;
        for (var i = 0; i < dataset.Count; i++)
        {
            var sample = dataset.Load(i, parts);
            Add(counts, task == SegmentationTask.Semantic
                ? sample.Labels!.Pixels.Select(label => (int)label)
                : ComparedObjects.Of(sample, classes).Where(one => !one.IsCrowd).Select(one => one.CategoryTrainId));
            say("counting labels", i + 1, dataset.Count);
        }

        return counts;
    }

    /// <summary>Counts what a network would label, as the filter makes labels of it (<c>train.teacher.labels</c>).</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="model">The network, on the device.</param>
    /// <param name="device">The device.</param>
    /// <returns>How often each class is labeled, and how many images have no label.</returns>
    public (long[] Counts, int Empty) PseudoLabels(IDataset dataset, Segmenter model, Device device)
    {
        var (counts, empty) = (new long[classes.Count], 0);
        var teacher = config.Train.Teacher;
        var looking = teacher.View == TeacherView.Clean
            ? TeacherModel.Looking(config) : config with { Train = config.Train with { Precision = Precision.Fp32 } };
        var predictor = RunModel.Predictor(
            model, looking, classes, device, whileTraining: teacher.View == TeacherView.Weak);
        using var scores = new LabelScores(filter, classes);
        using var candidates = new LabelCandidates(
            filter, classes, teacher.View == TeacherView.Weak && config.Augmentation.CopyPaste is null,
            filter.ClassScores.Values.Append(filter.Score).Min());
        var pixels = new CleanLabels(filter, scores, classes, MaskSource.Labels);
        using var prepared = predictor.Prepare();
        for (var i = 0; i < dataset.Count; i++)
        {
            using var scope = TensorScope.Open();
            var sample = dataset.Load(i, SampleParts.Image);
            var said = predictor.Score([sample.Image], sample.Image.Width, sample.Image.Height, [sample.ImageFile]);
            var found = task == SegmentationTask.Semantic
                ? pixels.Of(said).Labels!.Pixels.Select(label => (int)label)
                : candidates.Of(said).Where(one => scores.IsSure(one.Class, one.Score)).Select(one => one.Class);
            empty += Add(counts, found) ? 0 : 1;
            say("labeling", i + 1, dataset.Count);
        }

        return (counts, empty);
    }

    /// <summary>Puts the counts of both domains side by side.</summary>
    /// <param name="own">The truth of the run's own domain.</param>
    /// <param name="pseudo">The pseudo-labels of the other.</param>
    /// <param name="other">The truth of the other; null where it has none.</param>
    /// <param name="labeledBy">Who made the pseudo-labels.</param>
    /// <param name="images">Images of the other.</param>
    public LabelHistogram Histogram(long[] own, (long[] Counts, int Empty) pseudo, long[]? other, string labeledBy, int images) => new(
        Unit, labeledBy, images, pseudo.Empty,
        [.. Enumerable.Range(0, classes.Count).Where(id => task == SegmentationTask.Semantic || classes[id].IsThing).Select(
            id => new ClassCount(classes.Names[id], own[id], pseudo.Counts[id], other?[id]))]);

    private static bool Add(long[] counts, IEnumerable<int> labels)
    {
        var isLabeled = false;
        foreach (var label in labels.Where(label => label < counts.Length))
        {
            counts[label]++;
            isLabeled = true;
        }

        return isLabeled;
    }
}
