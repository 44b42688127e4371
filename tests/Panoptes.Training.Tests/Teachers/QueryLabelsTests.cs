using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

/// <summary>The source's worked example of which queries become labels, and the options beyond it.</summary>
public sealed class QueryLabelsTests
{
    private const int Side = 12;

    // Probabilities of two classes and of nothing, cells of the mask and their probability.
    private static readonly (double[] Probabilities, int Cells, double Inside)[] Queries =
    [
        ([.75, .20, .05], 40, 1),
        ([.10, .15, .75], 40, 1),
        ([.69, .20, .11], 40, 1),
        ([.05, .90, .05], 5, 1),
        ([.05, .90, .05], 60, 0.1),
        ([.75, .20, .05], 40, 1),
        ([.45, .35, .20], 40, 1),
    ];

    [Fact]
    public void Each_rule_of_the_released_code_removes_its_query() =>
        Assert.Equal([(0, 0), (4, 1), (5, 0)], Chosen(new TeacherLabelConfig { DropEmpty = false }));

    [Fact]
    public void Masks_without_a_pixel_are_no_labels() => Assert.Equal([(0, 0), (5, 0)], Chosen(new TeacherLabelConfig()));

    [Fact]
    public void Of_masks_of_one_object_the_surest_stays() =>
        Assert.Equal([(0, 0)], Chosen(new TeacherLabelConfig { DuplicateIou = 0.8 }));

    [Fact]
    public void An_image_has_no_more_labels_than_asked_for() => Assert.Single(Chosen(new TeacherLabelConfig { MaxPerImage = 1 }));

    [Fact]
    public void A_class_may_have_a_score_of_its_own() => Assert.Equal(
        [(0, 0), (2, 0), (5, 0)], Chosen(new TeacherLabelConfig { ClassScores = new Dictionary<string, double> { ["car"] = 0.6 } }));

    [Fact]
    public void A_class_that_is_not_known_is_refused_with_the_nearest() => Assert.Contains(
        "did you mean 'car'?",
        Assert.Throws<InputException>(
            () => Chosen(new TeacherLabelConfig { ClassScores = new Dictionary<string, double> { ["cars"] = 0.6 } })).Message);

    [Fact]
    public void A_share_of_a_class_keeps_its_surest_predictions()
    {
        using var scores = new LabelScores(new TeacherLabelConfig { Score = 0.1, ClassShare = 0.25 }, Classes());
        var random = new SeededRandom(3, 1);
        var kept = Enumerable.Range(0, 4000).Count(_ => scores.IsSure(0, 0.2 + (0.8 * random.NextDouble())));
        Assert.InRange(kept / 4000.0, 0.2, 0.3);
        Assert.True(scores.IsSure(1, 0.11), "the first of a class has nothing to compare with");
    }

    private static ClassTable Classes() => new(
        "pair", [new ClassEntry(0, 0, "car", default(Rgb), true), new ClassEntry(1, 1, "person", default(Rgb), true)]);

    private static IReadOnlyList<(int Query, int Class)> Chosen(TeacherLabelConfig config)
    {
        using var scope = TensorScope.Open();
        using var scores = new LabelScores(config, Classes());
        var (labels, inside) = new QueryLabels(config, scores, _ => true).Of(Prediction(), 0);
        Assert.Equal(labels.Count, inside.Size(0));
        return [.. labels.Select(label => (label.Query, label.Class))];
    }

    private static MaskPrediction Prediction()
    {
        var classes = Queries.SelectMany(query => query.Probabilities.Select(p => (float)Math.Log(p))).ToArray();
        var masks = Queries.SelectMany(query => Enumerable.Range(0, Side * Side)
            .Select(cell => cell < query.Cells ? Logit(query.Inside) : -50f)).ToArray();
        var logits = Tensor.From<float>(masks, 1, Queries.Length, Side, Side);
        return new MaskPrediction(Tensor.From<float>(classes, 1, Queries.Length, 3), logits, logits, logits);
    }

    private static float Logit(double p) => p == 1 ? 50 : (float)Math.Log(p / (1 - p));
}
