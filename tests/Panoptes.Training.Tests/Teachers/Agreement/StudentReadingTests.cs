using Panoptes.Data.Classes;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Teachers;
using Panoptes.Training.Supervision.Teachers.Agreement;

namespace Panoptes.Training.Tests.Teachers.Agreement;

/// <summary>What a network said as labels, against what it says.</summary>
public sealed class StudentReadingTests
{
    private const int Side = 8;
    private const int Void = 255;

    // Two things and one class of stuff in quarters of the image: left top, right top, all below.
    private static readonly int[] Quarter =
        [.. Enumerable.Range(0, Side * Side).Select(i => i / Side >= Side / 2 ? 2 : i % Side / (Side / 2))];

    [Theory]
    [InlineData(MaskSource.Segments)]
    [InlineData(MaskSource.Instances)]
    public void A_student_agrees_with_masks_that_it_made_itself(MaskSource source)
    {
        using var scope = TensorScope.Open();
        var outputs = Outputs([0, 1, 2]);
        var labels = source == MaskSource.Segments ? 3 : 2;
        foreach (var batch in (TrainingBatch[])[Taught(outputs, source), WithTargets(source)])
        {
            var counts = Reading(source).Compare(outputs, batch);
            Assert.Equal((labels, labels, labels), (counts.Labels, counts.Found, counts.SameClass));
            Assert.Equal(labels, counts.Overlap, 6);
        }
    }

    [Fact]
    public void A_student_that_gives_another_class_finds_the_mask_all_the_same()
    {
        using var scope = TensorScope.Open();
        var counts = Reading(MaskSource.Segments).Compare(Outputs([1, 1, 2]), Taught(Outputs([0, 1, 2]), MaskSource.Segments));
        Assert.Equal((3, 3, 2), (counts.Labels, counts.Found, counts.SameClass));
    }

    [Fact]
    public void A_student_that_sees_nothing_finds_nothing()
    {
        using var scope = TensorScope.Open();
        foreach (var batch in (TrainingBatch[])[Taught(Outputs([0, 1, 2]), MaskSource.Segments), WithTargets(MaskSource.Segments)])
        {
            Assert.Equal(new LabelAgreement(3, 0, 0, 0, 0, 0), Reading(MaskSource.Segments).Compare(Outputs([3, 3, 3]), batch));
        }
    }

    [Fact]
    public void Of_label_maps_only_pixels_with_a_label_count()
    {
        using var scope = TensorScope.Open();
        // Says 0, 1 and 2 by quarters; the map says 0 above, but for a column without a label, and 2 below.
        long[] map = [.. Quarter.Select((quarter, i) => i % Side == 7 ? Void : quarter == 2 ? 2L : 0L)];
        var batch = new TrainingBatch(
            Batch(new BatchTargets(Tensor.From<long>(map, 1, Side, Side))), Images, Tensor.From<long>(map, 1, Side, Side));
        var logits = Tensor.From<float>(
            [.. Enumerable.Range(0, 3).SelectMany(id => Quarter.Select(quarter => quarter == id ? 5f : 0f))], 1, 3, Side, Side);
        var counts = Reading(MaskSource.Labels).Compare(new SemanticOutputs(logits, new Dictionary<string, Tensor>()), batch);
        Assert.Equal(new LabelAgreement(0, 0, 56, 44, 2, 1 + (16.0 / 28)), counts);
    }

    private static StudentReading Reading(MaskSource source) => new(source, id => id < 2, new PanopticOptions(), 10, Void);

    private static Tensor Images => Tensor.Zeros([1, 3, Side, Side]);

    private static Batch Batch(BatchTargets targets) => new(
        0, new Dictionary<string, Tensor> { [Data.Loading.Batch.ImageView] = Images }, targets,
        [new SampleInfo(0, new SampleFiles("image", "image.png", null), Geometry.Identity(Side, Side))]);

    private static TrainingBatch Taught(MaskSet outputs, MaskSource source)
    {
        using var scores = new LabelScores(new TeacherLabelConfig(), new ClassTable(
            "three", [.. Enumerable.Range(0, 3).Select(id => new ClassEntry(id, id, $"class {id}", default, id < 2))]));
        var choice = new QueryLabels(
            new TeacherLabelConfig { MinSoftArea = 0 }, scores, id => source == MaskSource.Segments || id < 2);
        var labels = new QueryLabeler(choice, id => id < 2).Label(outputs, Batch(new BatchTargets()));
        return new TrainingBatch(Batch(labels.Targets), Images, null) { Masks = labels.Masks };
    }

    private static TrainingBatch WithTargets(MaskSource source)
    {
        var ids = Tensor.From<int>([.. Quarter.Select(quarter => quarter + 1)], 1, Side, Side);
        var targets = source == MaskSource.Segments
            ? new BatchTargets(Segments: new SegmentTargets(
                ids, [[.. Enumerable.Range(0, 3).Select(id => new SegmentTarget(id + 1, id + 1, id, id < 2, false, 16))]]))
            : new BatchTargets(Instances: [[.. Enumerable.Range(0, 2).Select(Object)]]);
        return new TrainingBatch(Batch(targets), Images, null);
    }

    private static InstanceTarget Object(int id)
    {
        var mask = Imaging.Masks.RunLengthMask.Encode(new Imaging.Plane<byte>(
            Side, Side, [.. Quarter.Select(quarter => (byte)(quarter == id ? 1 : 0))]));
        return new InstanceTarget(id, id, false, mask, mask.Box);
    }

    // A query for each quarter, of these classes; 3 is none.
    private static MaskSet Outputs(int[] classes)
    {
        var logits = Tensor.From<float>(
            [.. classes.SelectMany(id => Enumerable.Range(0, 4).Select(other => other == id ? 9f : 0f))], 1, 3, 4);
        var masks = Tensor.From<float>(
            [.. Enumerable.Range(0, 3).SelectMany(query => Quarter.Select(quarter => quarter == query ? 20f : -20f))], 1, 3, Side, Side);
        return new MaskSet([new MaskPrediction(logits, masks, masks, masks)], (Side, Side));
    }
}
