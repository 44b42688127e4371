using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Search;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Search;

public sealed class SearchConfigTests
{
    private const string Whole = """
        search:
          method: halving
          trials: 81
          seed: 7
          metric: pq
          halving: {least_steps: 500, most_steps: 13_500, factor: 3}
          budget_steps: 200_000
          early_stop_failures: 10
          space:
            train.optimizer.learning_rate: {low: 1e-5, high: 1e-2, scale: log}
            train.optimizer.kind: {values: [sgd, adamw]}
            train.optimizer.momentum: {low: 0.8, high: 0.99, when: {train.optimizer.kind: sgd}}
            train.batch_size: {low: 2, high: 16, integer: true}
            train.loss.weight: {low: 0.5, high: 2, step: 0.25}
            augmentation.crop: {values: ["[512, 512]", "[512, 1024]"]}
            augmentation.photometric: {values: [true, false]}
            train.gradient_clip: {values: ["null", 0.01]}
        """;

    [Fact]
    public void A_search_is_read_from_a_study_file()
    {
        var search = Read(Whole);
        Assert.Equal((SearchMethod.Halving, 81, 7L, "pq"), (search.Method, search.Trials, search.Seed, search.Metric));
        Assert.Equal(new HalvingConfig { LeastSteps = 500, MostSteps = 13_500, Factor = 3 }, search.Halving);
        Assert.Equal((200_000L, 10), (search.BudgetSteps, search.EarlyStopFailures));
        Assert.Equal(8, search.Space.Count);
        var rate = search.Space["train.optimizer.learning_rate"];
        Assert.Equal((1e-5, 1e-2, SearchScale.Log), (rate.Low, rate.High, rate.Scale));
        Assert.Equal(["[512, 512]", "[512, 1024]"], search.Space["augmentation.crop"].Values);
        Assert.Equal("sgd", search.Space["train.optimizer.momentum"].When["train.optimizer.kind"]);
    }

    [Fact]
    public void A_search_that_is_written_out_is_read_back_with_the_same_trials()
    {
        var search = Read(Whole);
        var again = Read(ConfigWriter.ToYaml(new StudyWithSearch { Search = search }));
        Assert.Equal(Text(search), Text(again));
    }

    [Fact]
    public void Settings_of_a_trial_are_overrides_that_a_configuration_takes()
    {
        var search = Read("""
            search:
              trials: 20
              space:
                train.optimizer.learning_rate: {low: 1e-5, high: 1e-2, scale: log}
                augmentation.crop: {values: ["[64, 64]", "[64, 128]"]}
                train.evaluation.patience: {values: ["null", 3]}
            """);
        foreach (var trial in TrialList.Of(search))
        {
            var run = ConfigReader.Read<Panoptes.Experiments.Settings.RunConfig>(null, trial.Overrides);
            Assert.Equal(trial.Value("train.optimizer.learning_rate"), $"{run.Train.Optimizer.LearningRate:R}");
            Assert.Equal(trial.Value("augmentation.crop"), $"[{string.Join(", ", run.Augmentation.Crop)}]");
            Assert.Equal(trial.Value("train.evaluation.patience"), $"{(object?)run.Train.Evaluation.Patience ?? "null"}");
        }
    }

    [Theory]
    [InlineData("space: {}", "search.space", "no setting")]
    [InlineData("space: {a: {}}", "search.space.a", "neither values nor both ends")]
    [InlineData("space: {a: {low: 1}}", "search.space.a", "neither values nor both ends")]
    [InlineData("space: {a: {values: [x], low: 1, high: 2}}", "search.space.a", "values and a range")]
    [InlineData("space: {a: {values: [x, x]}}", "search.space.a.values", "each value once")]
    [InlineData("space: {a: {low: 2, high: 1}}", "search.space.a.high", "more than low")]
    [InlineData("space: {a: {low: 0, high: 1, scale: log}}", "search.space.a.low", "above 0")]
    [InlineData("space: {a: {low: 1, high: 9, scale: log, step: 0.5}}", "search.space.a.step", "a factor above 1")]
    [InlineData("space: {a: {low: 1, high: 9, step: 0}}", "search.space.a.step", "above 0")]
    [InlineData("space: {a: {low: 1, high: 9, step: 1e-9}}", "search.space.a.step", "at most")]
    [InlineData("space: {a: {low: 0.5, high: 9, integer: true}}", "search.space.a.low", "whole number")]
    [InlineData("space: {a b: {values: [x]}}", "search.space.a b", "a setting's path")]
    [InlineData("space: {a..b: {values: [x]}}", "search.space.a..b", "a setting's path")]
    [InlineData("space: {a.name: {values: [x]}, b: {values: [y], when: {a.nme: x}}}", "search.space.b.when", "did you mean 'a.name'")]
    [InlineData("space: {a: {values: [x]}, b: {values: [y], when: {a: z}}}", "search.space.b.when.a", "one of its values (x)")]
    [InlineData("space: {a: {low: 1, high: 2}, b: {values: [y], when: {a: 1}}}", "search.space.b.when", "has values")]
    [InlineData("space: {a: {values: [x], when: {b: y}}, b: {values: [y], when: {a: x}}}", "search.space", "wait for each other (a, b)")]
    public void A_space_that_cannot_be_drawn_from_is_refused_by_name(string space, string source, string says) =>
        Refused($"search:\n  trials: 5\n  {space}", source, says);

    [Theory]
    [InlineData("method: random", "search.trials", "how many are drawn")]
    [InlineData("trials: 0", "search.trials", "a number from 1")]
    [InlineData("trials: 5\n  shuffle: true", "search.shuffle", "false but for a grid")]
    [InlineData("trials: 5\n  budget_steps: 100", "search.budget_steps", "none but for halving")]
    [InlineData("trials: 5\n  halving: {factor: 3}", "search.halving", "method random")]
    [InlineData("trials: 5\n  early_stop_failures: 0", "search.early_stop_failures", "at least 1")]
    [InlineData("method: grid", "search.space.a", "numbers without end")]
    [InlineData("method: halving\n  trials: 50", "search.halving", "add search.halving")]
    [InlineData("method: halving\n  halving: {factor: 3}", "search.trials", "neither trials nor budget_steps")]
    [InlineData("method: halving\n  trials: 26\n  halving: {factor: 3}", "search.trials", "at least 27")]
    [InlineData("method: halving\n  budget_steps: 100_000\n  halving: {factor: 3}", "search.budget_steps", "at least 108000")]
    [InlineData("method: halving\n  trials: 50\n  halving: {factor: 1}", "search.halving.factor", "from 2 to 16")]
    [InlineData("method: halving\n  trials: 50\n  halving: {most_steps: 20_000}", "search.halving.most_steps", "set it to 9000 or 27000")]
    [InlineData("method: halving\n  trials: 50\n  halving: {most_steps: 20_000}", "search.halving", "2222 with most_steps 19998")]
    [InlineData("method: halving\n  trials: 50\n  halving: {most_steps: 1_000}", "search.halving.most_steps", "more than least_steps")]
    public void Settings_that_contradict_each_other_are_refused_by_name(string settings, string source, string says) =>
        Refused($"search:\n  {settings}\n  space: {{a: {{low: 1, high: 2}}}}", source, says);

    [Fact]
    public void Steps_are_for_the_rungs_to_set() => Refused(
        "search: {method: halving, trials: 50, halving: {factor: 3}, space: {train.steps: {low: 1, high: 9, integer: true}}}",
        "search.space.train.steps", "rungs set it");

    private static void Refused(string text, string source, string says)
    {
        var error = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains(source, error.Message);
        Assert.Contains(says, error.Message);
    }

    private static string Text(SearchConfig search) =>
        string.Join('\n', TrialList.Of(search).Select(trial => $"{trial.Number} {string.Join(' ', trial.Overrides)}"));

    private static SearchConfig Read(string text)
    {
        using var folder = new TemporaryFolder();
        return ConfigReader.Read<StudyWithSearch>(folder.Write("study.yaml", text), []).Search;
    }

    private sealed record StudyWithSearch : IValidated
    {
        public SearchConfig Search { get; init; } = new();

        public void Validate() => Search.Validate();
    }
}
