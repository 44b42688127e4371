using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Comparisons;

/// <summary>Runs side by side, by what their folders hold.</summary>
public sealed class RunComparisonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Equal_runs_differ_by_nothing_in_every_draw()
    {
        var (a, b) = (Run("a", [true, false, true]), Run("b", [true, false, true], "train.seed=7"));
        var comparison = Compare(a, b);
        Assert.Empty(comparison.Notes);
        var kind = Assert.Single(comparison.Kinds);
        var known = kind.Numbers.Concat(kind.Classes).Where(share => share.Intervals[1] is not null).ToList();
        Assert.True(known.Count > 15);
        Assert.All(known, share => Assert.Equal(
            (0, 0, share.Values[0]), (share.Intervals[1]!.Low, share.Intervals[1]!.High, share.Values[1])));
        Assert.All(known, share => Assert.Null(share.Intervals[0]));
        Assert.Equal([("train.seed", "0", "7")], comparison.Settings.Select(s => (s.Path, s.Values[0], s.Values[1])));
        Assert.Empty(ImageChoice.Of(comparison.Runs, "panoptic", 3));
    }

    [Fact]
    public void A_run_that_confuses_less_is_better_and_its_intervals_say_so()
    {
        bool[] always = [true, true, true, true];
        var comparison = Compare(Run("a", always), Run("b", [true, false, false, false]), Run("c", always));
        var kind = comparison.Kinds[0];
        var confusion = kind.Numbers.Single(share => share.Name == "confusion_25");
        Assert.False(confusion.HigherIsBetter);
        Assert.Equal([1, 1.0 / 7, 1], confusion.Values.Select(value => value!.Value));
        Assert.True(confusion.Intervals[1]!.High < -0.2);
        Assert.Equal((0, 0), (confusion.Intervals[2]!.Low, confusion.Intervals[2]!.High));
        var accuracy = kind.Numbers.Single(share => share.Name == "accuracy_things");
        Assert.Equal([0, 0.675, 0], accuracy.Values.Select(value => value!.Value));
        var car = kind.Classes.Single(share => share.Title == "car confused at T = 25 %");
        Assert.Equal(confusion.Intervals[1], car.Intervals[1]);
        Assert.DoesNotContain(kind.Classes, share => share.Title.StartsWith("road confused", StringComparison.Ordinal));
        Assert.DoesNotContain(kind.Numbers, share => share.Name is "loss" or "confusion_25_huge");
        Assert.Equal(3, kind.Curve!.Lines.Count(line => line.Size == "all"));
        var tables = RunComparisonTables.All(comparison).ToDictionary(table => table.File);
        Assert.Equal(["panoptic", "panoptic-classes", "panoptic-confusion"], tables.Keys.Order());
        Assert.Equal(["size", "T", "A a", "B b", "C c"], tables["panoptic-confusion"].Columns);
        Assert.Equal([.. "all".Split(' '), 25L, 1.0, 1.0 / 7, 1.0], tables["panoptic-confusion"].Rows[5]);
        Assert.Equal(["", "A", "B", "C", "B - A", "low", "high", "C - A", "low", "high"], tables["panoptic"].Columns);
    }

    [Fact]
    public void Images_are_chosen_by_the_largest_difference_in_both_directions_alike()
    {
        var comparison = Compare(Run("a", [true, false, true, false, true]), Run("b", [false, true, true, true, false]));
        var choices = ImageChoice.Of(comparison.Runs, "panoptic", 5);
        Assert.Equal([(0, true), (4, true), (1, false), (3, false)], choices.Select(choice => (choice.Index, choice.IsWorseInFirst)));
        Assert.Equal([1800L, 0], choices[0].Pixels);
        Assert.Equal(2, ImageChoice.Of(comparison.Runs, "panoptic", 1).Count);
    }

    [Fact]
    public void Counts_that_are_missing_or_of_another_evaluation_give_no_intervals_and_it_is_said()
    {
        var (a, b) = (Run("a", [true, false]), Run("b", [true, true]));
        var counts = ImageCountsFile.Beside(b.Evaluation("val"));
        File.Copy(ImageCountsFile.Beside(a.Evaluation("val")), counts, overwrite: true);
        var other = Compare(a, b);
        Assert.Contains("not those of its results", Assert.Single(other.Notes));
        File.Delete(counts);
        var missing = Compare(a, b);
        Assert.Contains("evaluate it again", Assert.Single(missing.Notes));
        Assert.All(other.Kinds.Concat(missing.Kinds).SelectMany(kind => kind.Numbers), share => Assert.Null(share.Intervals[1]));
        Assert.Empty(ImageChoice.Of(missing.Runs, "panoptic", 3));
    }

    [Fact]
    public void Numbers_of_different_data_classes_or_kinds_are_not_compared_and_the_error_says_how_they_could_be()
    {
        var (a, b) = (Run("a", [true]), Run("b", [true]));
        var file = EvaluationFile.Read(b.Evaluation("val"));
        (file with { Files = "fedcba9876543210" }).Write(b.Evaluation("val"));
        Refuses("val of other data (cars, 1 images, inventory fedcba98)", a, b);
        Refuses($"./panoptes eval {b.Shown} --split val data.root=", a, b);
        (file with { Images = 3 }).Write(b.Evaluation("val"));
        Refuses("3 images", a, b);
        (file with { Kinds = [file.Kinds[0] with { Kind = "semantic" }] }).Write(b.Evaluation("val"));
        Refuses("train.evaluation.kinds=[panoptic]", a, b);
        file.Write(b.Evaluation("val"));
        (RunSummary.Read(b.Summary)! with { Classes = [] }).Write(b.Summary);
        Refuses("0 classes (two)", a, b);
    }

    [Fact]
    public void What_cannot_be_compared_at_all_is_refused_by_name()
    {
        var a = Run("a", [true]);
        Refuses("the same run twice", a, a);
        Assert.Contains("1 runs", Assert.Throws<InputException>(() => RunComparison.Of([a.FullPath], "val")).Message);
        var unmeasured = Run("b", [true]);
        var other = unmeasured.Evaluation("test");
        File.Move(unmeasured.Evaluation("val"), other);
        var error = Refuses("no evaluation of val", a, unmeasured);
        Assert.Contains("there are test", error);
        Assert.Contains($"./panoptes eval {unmeasured.Shown} --split val", error);
        File.Delete(other);
        Refuses("no evaluation of val", a, unmeasured);
    }

    [Fact]
    public void Another_way_of_measuring_is_said()
    {
        var (a, b) = (Run("a", [true]), Run("b", [true]));
        (EvaluationFile.Read(b.Evaluation("val")) with { Protocol = "windows" }).Write(b.Evaluation("val"));
        Assert.Contains("B b was measured in another way (windows) than A", Assert.Single(Compare(a, b).Notes));
    }

    private static RunComparison Compare(params RunFolder[] runs) => RunComparison.Of([.. runs.Select(run => run.FullPath)], "val");

    private static string Refuses(string named, params RunFolder[] runs)
    {
        var message = Assert.Throws<InputException>(() => Compare(runs)).Message;
        Assert.Contains(named, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private RunFolder Run(string name, bool[] confused, params string[] settings) =>
        MeasuredRuns.Make(folder.Path, name, confused, settings);
}
