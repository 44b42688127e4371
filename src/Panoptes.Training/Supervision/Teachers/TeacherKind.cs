using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Teachers.Agreement;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Makes a teacher that fits the trained network: what it says must become what that network learns from.</summary>
internal static class TeacherKind
{
    /// <summary>Makes it.</summary>
    /// <param name="parts">What supervisors are made of.</param>
    /// <param name="truth">How the trained network learns from the truth of the stream.</param>
    /// <exception cref="InputException">It cannot label what the trained network needs.</exception>
    public static TeacherSupervision Make(SupervisorParts parts, ISupervisor truth)
    {
        var config = parts.Train.Teacher;
        config.Validate();
        if (parts.TeacherModel is not { } make || parts.Classes is not { } classes)
        {
            throw new InvalidOperationException("a teacher needs a network and a class table");
        }

        Require.That(
            config.CutMix is null || SourceOf(parts) == MaskSource.Labels, "train.teacher.cut_mix",
            "boxes for labels of objects or segments",
            "label maps, of a semantic task", "leave it out, and paste objects with augmentation.copy_paste");
        var model = make(config);
        var scores = new LabelScores(config.Labels, classes, parts.Collective);
        var isClean = config.View == TeacherView.Clean;
        try
        {
            return new TeacherSupervision(new TeacherParts(config, parts.Stream, model, config.Run is not null, truth)
            {
                Labeler = isClean ? null : Labeler(parts, model, scores),
                Clean = isClean ? new CleanLabels(config.Labels, scores, classes, SourceOf(parts)) : null,
                Student = Student(parts),
                Scores = scores,
                VoidId = classes.VoidTrainId,
                Domains = parts.Domains,
                Collective = parts.Collective,
                Augmentation = isClean ? null : Waiting(parts),
                PooledBox = parts.Train.Processes.PoolsAll(parts.Collective.Size) ? parts.Augmentation?.CopyPaste?.MinBox : null,
                Seed = SampleStream.Salted(parts.Train.Seed, parts.Stream),
                Start = parts.Start,
                IsTeaching = parts.Weight > 0,
                ChannelsLast = parts.Train.ChannelsLast,
            });
        }
        catch
        {
            model.Dispose();
            scores.Dispose();
            throw;
        }
    }

    private static ITeacherLabeler Labeler(SupervisorParts parts, Segmenter teacher, LabelScores scores)
    {
        var (config, classes) = (parts.Train.Teacher.Labels, parts.Classes!);
        var things = classes.Things.ToHashSet();
        var (evaluation, kind) = (parts.Train.Evaluation, parts.Model.OutputKind);
        var source = SourceOf(parts);
        if (source == MaskSource.Labels)
        {
            return new PixelLabeler(config, classes.VoidTrainId);
        }

        if (!teacher.OutputKind.IsAssignableTo(typeof(MaskOutputs)))
        {
            throw new InputException(
                "train.teacher.run", "a teacher that tells classes of pixels for a network that learns from objects or segments",
                "a teacher that finds them", "name a run of a model that predicts masks, such as mask2former");
        }

        // Only objects and segments of the batch can be pasted, not masks at a network's stride.
        if (kind == typeof(MaskSet) && teacher.OutputKind == typeof(MaskSet) && parts.Augmentation?.CopyPaste is null)
        {
            var isWanted = source == MaskSource.Instances ? things.Contains : new Func<int, bool>(_ => true);
            return new QueryLabeler(new QueryLabels(config, scores, isWanted), things.Contains);
        }

        return source == MaskSource.Instances
            ? new ObjectLabeler(config, scores, things.Contains, evaluation.MaxDetections)
            : new SegmentLabeler(
                scores, config.StuffScore, things.Contains,
                evaluation.Panoptic with { ObjectScore = evaluation.Panoptic.ObjectScore ?? LeastScore(config) });
    }

    private static StudentReading Student(SupervisorParts parts)
    {
        var (things, evaluation) = (parts.Classes!.Things.ToHashSet(), parts.Train.Evaluation);
        return new StudentReading(
            SourceOf(parts), things.Contains, evaluation.Panoptic, evaluation.MaxDetections, parts.Classes.VoidTrainId);
    }

    // Objects are pasted, and colors of what was pasted are changed, once the teacher has labeled what is there.
    private static BatchAugmentation? Waiting(SupervisorParts parts)
    {
        if (parts.Augmentation is not { CopyPaste: { } paste } augmentation)
        {
            return null;
        }

        Require.That(
            SourceOf(parts) != MaskSource.Labels, "augmentation.copy_paste", "a teacher that labels pixels, where there are no objects",
            "a teacher that finds objects", "leave augmentation.copy_paste out, or choose another task or model");
        Require.That(
            paste.Source == CopyPasteSource.Labels, "augmentation.copy_paste.source", "predictions beside a teacher",
            "labels, the teacher's",
            "set it to labels");
        return new BatchAugmentation(
            augmentation, SampleStream.Salted(parts.Train.Seed, parts.Stream),
            new TargetRules { MinSegmentPixels = augmentation.MinSegmentPixels, VoidTrainId = parts.Classes!.VoidTrainId });
    }

    private static MaskSource SourceOf(SupervisorParts parts) =>
        parts.Model.OutputKind == typeof(SemanticOutputs) ? MaskSource.Labels
        : parts.Model.OutputKind == typeof(Detections) ? SupervisorKind.DetectionSource(parts)
        : SupervisorKind.Source(parts);

    private static double LeastScore(TeacherLabelConfig config) => config.ClassScores.Values.Append(config.Score).Min();
}
