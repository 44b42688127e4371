using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

/// <summary>Labels before the threshold, at the size of the image.</summary>
public sealed class LabelCandidatesTests
{
    private const int Side = 8;

    // Probabilities of car, of road and of nothing; the mask covers as many rows.
    private static readonly (float[] Probabilities, int Rows)[] Queries =
        [([.6f, .1f, .3f], 4), ([.1f, .8f, .1f], 8), ([.2f, .1f, .7f], 2), ([.9f, .05f, .05f], 4)];

    private static readonly ClassTable Classes = new(
        "pair", [new ClassEntry(0, 0, "car", default(Rgb), true), new ClassEntry(1, 1, "road", default(Rgb), false)]);

    [Fact]
    public void Queries_of_things_are_scored_by_their_class_alone_and_read_at_the_size_of_the_image()
    {
        var found = Of(new TeacherLabelConfig { ClassScores = new Dictionary<string, double> { ["car"] = .95 } });
        Assert.Equal([.6, .9], found.Select(one => Math.Round(one.Score, 5)));
        Assert.All(found, one => Assert.Equal((0, 2 * Side, 2 * Side), (one.Class, one.Mask.Width, one.Mask.Height)));
        Assert.All(found, one => Assert.InRange(one.Mask.Area, 14 * Side, 18 * Side));
    }

    [Fact]
    public void What_the_filter_does_besides_stays()
    {
        Assert.Equal(.9, Assert.Single(Of(new TeacherLabelConfig { DuplicateIou = .8 })).Score, 5);
        Assert.Equal(.9, Assert.Single(Of(new TeacherLabelConfig { MaxPerImage = 1 })).Score, 5);
        Assert.Empty(Of(new TeacherLabelConfig { MinSoftArea = Side * Side }));
    }

    [Fact]
    public void Other_networks_objects_are_taken_as_they_are()
    {
        var mask = RunLengthMask.Encode(new Plane<byte>(4, 4, [.. Enumerable.Repeat((byte)1, 16)]));
        using var candidates = new LabelCandidates(new TeacherLabelConfig(), Classes, areQueries: true, .05);
        var said = new Said(null, new InstancePrediction(4, 4, [new(0, .8, mask), new(0, .06, mask), new(0, .04, mask)]));
        Assert.Equal([.8, .06], candidates.Of(said).Select(one => one.Score));
    }

    [Theory]
    [InlineData(.7, 0, 1)]
    [InlineData(.85, 0, 255)]
    [InlineData(.95, 255, 255)]
    public void In_a_label_map_a_pixel_is_that_of_the_surest_query_on_it(double score, int top, int bottom)
    {
        using var scope = TensorScope.Open();
        using var candidates = new SegmentCandidates(new TeacherLabelConfig { Score = score }, Classes, areQueries: true, .3);
        var found = candidates.Of(Drawn());
        Assert.Equal((0, 1), (found.Best.Row(0)[3], found.Best.Row((2 * Side) - 1)[3]));
        Assert.Equal((.9f, .8f), (found.Scores.Row(0)[3], found.Scores.Row((2 * Side) - 1)[3]));
        Assert.Equal((top, bottom), (found.Kept.Row(0)[3], found.Kept.Row((2 * Side) - 1)[3]));
    }

    [Fact]
    public void Where_a_class_asks_for_more_the_next_one_is_kept()
    {
        using var scope = TensorScope.Open();
        var config = new TeacherLabelConfig { ClassScores = new Dictionary<string, double> { ["car"] = .95 } };
        using var candidates = new SegmentCandidates(config, Classes, areQueries: true, .3);
        Assert.Equal(1, candidates.Of(Drawn()).Kept.Row(0)[3]);
    }

    [Theory]
    [InlineData(.6, 0, 1)]
    [InlineData(.75, 255, 1)]
    public void Pixels_are_kept_from_their_score_on(double score, int left, int right)
    {
        using var scope = TensorScope.Open();
        var said = new ClassMap(
            Tensor.From<float>([.7f, .2f, .3f, .8f], 1, 2, 1, 2), 1, 2, areProbabilities: true);
        var found = new PixelCandidates(new TeacherLabelConfig { PixelScore = score }, Classes, TeacherView.Weak).Of(said);
        Assert.Equal([.7f, .8f], found.Scores.Pixels);
        Assert.Equal([left, right], found.Kept.Pixels.Select(id => (int)id));
    }

    private static IReadOnlyList<PredictedInstance> Of(TeacherLabelConfig config)
    {
        using var scope = TensorScope.Open();
        using var candidates = new LabelCandidates(config, Classes, areQueries: true, .3);
        return candidates.Of(Drawn());
    }

    private static Said Drawn()
    {
        var classes = Queries.SelectMany(query => query.Probabilities.Select(p => (float)Math.Log(p))).ToArray();
        var masks = Queries.SelectMany(query => Enumerable.Range(0, Side * Side).Select(cell => cell < query.Rows * Side ? 9f : -9f));
        var logits = Tensor.From<float>([.. masks], 1, Queries.Length, Side, Side);
        var prediction = new MaskPrediction(Tensor.From<float>(classes, 1, Queries.Length, 3), logits, logits, logits);
        var size = 2 * Side;
        return new Said((new MaskSet([prediction], (size, size)), ReadingSize.Same(size, size)), null);
    }

    private sealed class Said((MaskOutputs Outputs, ReadingSize Size)? masks, InstancePrediction? instances) : IBatchPrediction
    {
        public (MaskOutputs Outputs, ReadingSize Size)? Masks => masks;

        public InstancePrediction Instances(int image) => instances!;

        public IReadOnlyList<Plane<ushort>> Labels() => throw new NotSupportedException();

        public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => throw new NotSupportedException();

        public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
            IReadOnlyList<Plane<ushort>> truth, int ignore) =>
            throw new NotSupportedException();

        public PanopticPrediction Panoptic(int image) => throw new NotSupportedException();
    }
}
