using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Advice;

/// <summary>Rules that look at results, and at runs beside each other, on the comparison report's own curves.</summary>
public sealed class ResultRuleTests
{
    private static readonly double[] SegformerBatch8 = [58.69, 62.77, 66.63, 69.27, 70.95, 71.55, 66.61, 73.77, 75.87, 76.84];
    private static readonly double[] SegnextBatch8 = [62.63, 65.53, 67.83, 75.30, 75.45, 74.62, 77.59, 79.03, 79.33, 80.54];
    private static readonly RunConfig Short = Subjects.Recipe("segformer-b3", "variant=40kx8");

    [Fact]
    public void A_curve_that_still_rises_at_the_end_is_seen()
    {
        var item = Assert.Single(Subjects.Of("A7", Short, Subjects.Course(Short, SegformerBatch8)));
        Assert.Contains("73.77, 75.87, 76.84", item.Trigger);
        Assert.Contains("start anew", item.Change);
    }

    [Fact]
    public void A_flat_or_falling_end_an_unfinished_run_and_a_rise_within_noise_are_not()
    {
        Assert.Empty(Subjects.Of("A7", Short, Subjects.Course(Short, [.. SegformerBatch8[..9], 75.0])));
        Assert.Empty(Subjects.Of("A7", Short, Subjects.Course(Short, SegformerBatch8[..9])));
        Assert.Empty(Subjects.Of("A7", Short, Subjects.Course(Short, [.. SegformerBatch8[..7], 76.0, 76.4, 76.9])));
        Assert.Empty(Subjects.Of("A7", Short));
    }

    [Theory]
    [InlineData(57.64, true)]
    [InlineData(73.60, false)]
    public void A_result_far_below_the_published_one_gets_a_list_of_suspects(double score, bool finds)
    {
        var config = Subjects.Recipe("pspnet-r50-d8");
        var found = Subjects.Of("A9", config, Subjects.Course(config, [.. Enumerable.Repeat(score - 10, 9), score]));
        Assert.Equal(finds, found.Count > 0);
        Assert.All(found, item => Assert.Contains("20.9 points below the published 78.55", item.Trigger));
    }

    [Fact]
    public void A_result_is_held_against_the_target_of_its_own_model_only()
    {
        var config = Subjects.Recipe("pspnet-r50-d8", "recipe.name=null", "recipe.target=null", "model.name=pspnet_r18");
        Assert.Empty(Subjects.Of("A9", config, Subjects.Course(config, Enumerable.Repeat(30.0, 10))));
    }

    [Theory]
    [InlineData(9.0, true)]
    [InlineData(25.0, false)]
    public void A_first_evaluation_near_chance_points_at_weights_and_input(double first, bool finds)
    {
        var config = Subjects.Recipe("segformer-b3");
        var found = Subjects.Of("A10", config, Subjects.Course(config, [first]));
        Assert.Equal(finds, found.Count > 0);
        Assert.All(found, item => Assert.Contains("model.weights", item.Change));
    }

    [Fact]
    public void An_evaluation_within_warm_up_is_not_taken_for_the_first()
    {
        var config = Subjects.Recipe("segformer-b3", "train.evaluation.every=1000");
        Assert.Empty(Subjects.Of("A10", config, Subjects.Course(config, [3, 40])));
    }

    [Fact]
    public void Evaluations_that_take_a_quarter_of_the_time_are_seen()
    {
        Assert.Contains(
            Subjects.Of("A14", Short, Subjects.Course(Short, SegformerBatch8, evaluationSeconds: 30)),
            item => item.Trigger.Contains("30 %"));
        Assert.Empty(Subjects.Of("A14", Short, Subjects.Course(Short, SegformerBatch8, evaluationSeconds: 20)));
    }

    [Fact]
    public void A_shortened_training_says_how_its_end_moved() =>
        Assert.Contains("moved by +3.07 points", Assert.Single(Subjects.Of("A6", Short, Subjects.Course(Short, SegformerBatch8))).Trigger);

    [Fact]
    public void Losses_averaged_differently_are_seen_between_runs_and_against_the_recipe()
    {
        var valid = Subjects.Recipe("segformer-b3", "train.loss.terms=[{name: cross_entropy, average: valid_pixels}]");
        Assert.Contains("cityscapes/segformer-b3", Assert.Single(Subjects.Of("A12", valid)).Trigger);
        var own = Subjects.Recipe("segformer-b3");
        Assert.Empty(Subjects.Of("A12", own, null, new AdviceSubject("other", own)));
        Assert.Contains(
            "in other over labeled pixels", Assert.Single(Subjects.Of("A12", own, null, new AdviceSubject("other", valid))).Trigger);
    }

    [Theory]
    [InlineData(2.96, 2.47, true)]
    [InlineData(6.7, 2.47, false)]
    public void Steps_that_take_the_same_time_at_any_batch_are_doubted(double small, double large, bool finds)
    {
        var (two, sixteen) = (Subjects.Recipe("segformer-b3", "variant=80kx2"), Subjects.Recipe("segformer-b3", "variant=20kx16"));
        var other = new AdviceSubject("two", two, Subjects.Course(two, [50, 60], small));
        var found = Subjects.Of("A15", sixteen, Subjects.Course(sixteen, [50, 60], large), other);
        Assert.Equal(finds, found.Count > 0);
        Assert.All(found, item => Assert.Contains("2.96 steps a second at a batch of 2, 2.47 at 16 (two, this)", item.Trigger));
    }

    [Fact]
    public void Steps_that_wait_for_data_are_seen_in_a_run_alone()
    {
        Assert.Contains("40 %", Assert.Single(Subjects.Of("A15", Short, Subjects.Course(Short, [50], dataWait: 0.4))).Trigger);
        Assert.Empty(Subjects.Of("A15", Short, Subjects.Course(Short, [50], dataWait: 0.2)));
    }

    [Fact]
    public void A_difference_within_noise_with_one_seed_each_is_inconclusive()
    {
        var (a, b) = (Subjects.Recipe("segnext-b", "variant=20kx16"), Subjects.Recipe("segnext-b", "variant=40kx8"));
        var other = new AdviceSubject("other", b, Subjects.Course(b, SegnextBatch8));
        var close = Assert.Single(Subjects.Of("A17", a, Subjects.Course(a, [.. SegnextBatch8[..9], 79.97]), other));
        Assert.Contains("-0.57 points with one seed each", close.Trigger);
        Assert.Contains("6 more seeds", close.Change);
        Assert.Empty(Subjects.Of("A17", a, Subjects.Course(a, [.. SegnextBatch8[..9], 79.40]), other));
    }

    [Fact]
    public void Further_seeds_of_both_settings_lift_the_doubt()
    {
        var settings = new[] { "variant=20kx16", "variant=40kx8" }.SelectMany(variant => new[] { 0, 1 }.Select(seed => (variant, seed)));
        var runs = settings.Select(entry => Subjects.Recipe("segnext-b", entry.variant, $"train.seed={entry.seed}"))
            .Select((config, index) => new AdviceSubject(
                $"run{index}", config, Subjects.Course(config, SegnextBatch8.Select(score => score + (0.1 * index))))).ToList();
        Assert.All(runs.Select((run, index) => run.With([.. runs.Skip(index + 1)], runs)), run => Assert.DoesNotContain(
            "A17", Subjects.Ids(Advisor.On(run))));
        List<AdviceSubject> two = [runs[0], runs[2]];
        Assert.Contains("A17", Subjects.Ids(Advisor.On(runs[0].With([runs[2]], two))));
        Assert.DoesNotContain("A17", Subjects.Ids(Advisor.On(runs[0].With([runs[1]], [runs[0], runs[1]]))));
    }

    [Fact]
    public void A_run_that_stopped_early_counts_as_finished()
    {
        var course = Subjects.Course(Short, SegformerBatch8[..9]);
        Assert.False(new AdviceSubject("this", Short, course).IsFinished);
        var ended = course with { Events = [.. course.Events, new AttemptEnded { Attempt = 1, Step = 36_000, Reason = "early" }] };
        Assert.True(new AdviceSubject("this", Short, ended).IsFinished);
    }
}
