using FsCheck;
using FsCheck.Fluent;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Tables;

namespace Panoptes.Studies.Tests.Analysis;

/// <summary>What holds of any study.</summary>
public sealed class ReportLaws
{
    private static readonly string[] Models = ["maskformer", "net|b"];
    private static readonly string[] Recipes = ["base", "wide", "half", "long"];

    private static Arbitrary<StudyResults> Studies => ArbMap.Default.GeneratorFor<int>().ArrayOf(16).Select(Study).ToArbitrary();

    [Fact]
    public void Members_of_a_front_are_undominated_and_all_others_are_dominated_by_one() => Check(results =>
        StudyReport.Build(results).Fronts.All(front =>
        {
            bool Dominates(RecipeResult a, RecipeResult b) => a.WallHours <= b.WallHours && a.Mean >= b.Mean
                && (a.WallHours < b.WallHours || a.Mean > b.Mean);
            return front.Obstacle.Length > 0 ? front.Front.Count == 0 : front.Points.All(point => front.Has(point)
                ? !front.Points.Any(other => Dominates(other, point))
                : front.Front.Any(member => Dominates(member, point)));
        }));

    [Fact]
    public void A_verdict_turned_around_is_the_opposite() => Check(results =>
    {
        var report = StudyReport.Build(results);
        return report.AgainstReference.Concat(report.BetweenVariants).All(one =>
        {
            var back = new Comparison(one.Variant, one.Baseline, one.Noise, report.Scale);
            return back.Difference == -one.Difference && back.Band == one.Band && back.Verdict == one.Verdict switch
            {
                ComparisonVerdict.Better => ComparisonVerdict.Worse,
                ComparisonVerdict.Worse => ComparisonVerdict.Better,
                var same => same,
            };
        });
    });

    [Fact]
    public void A_cell_that_is_not_completed_changes_no_number_of_a_comparison() => Check(results =>
    {
        var states = Enum.GetValues<CellState>().Except([CellState.Completed]).ToArray();
        var more = results with
        {
            Cells =
            [
                .. results.Cells,
                .. Models.Append("another").SelectMany((model, place) => Recipes.Select(recipe =>
                    RepeatedStudy.Done(model, recipe, 77, 0.99) is var cell
                        ? cell with
                        {
                            Id = $"open {model} {recipe}",
                            Status = cell.Status with { State = states[(place + recipe.Length) % states.Length] },
                        }
                        : cell)),
            ],
        };
        return Numbers(StudyReport.Build(more)).SequenceEqual(Numbers(StudyReport.Build(results)));
    });

    [Fact]
    public void The_order_of_cells_does_not_matter() => Check(results =>
    {
        var turned = results with { Cells = [.. results.Cells.OrderBy(cell => cell.Key.Seed).ThenByDescending(cell => cell.Id)] };
        return StudyReportMarkdown.Write(StudyReport.Build(turned)) == StudyReportMarkdown.Write(StudyReport.Build(results));
    });

    [Fact]
    public void A_mean_over_models_is_the_mean_of_the_differences_that_it_names() => Check(results =>
    {
        var report = StudyReport.Build(results);
        return report.Means.All(mean => mean.Over.Count > 0
            && mean.Over.All(one => one.Variant.N > 0 && one.Baseline.N > 0 && one.Variant.Recipe == mean.Variant)
            && !mean.LeftOut.Intersect(mean.Over.Select(one => one.Variant.Subject)).Any())
            && report.Means.Where(mean => mean.IsCommon)
                .Select(mean => string.Join('/', mean.Over.Select(one => one.Variant.Subject.Model))).Distinct().Count() <= 1;
    });

    private static IEnumerable<object?> Numbers(StudyReport report) =>
    [
        .. report.Noise.Select(band => (object?)(band.Deviation, band.Degrees)),
        .. report.AgainstReference.Concat(report.BetweenVariants).Where(one => one.Difference is not null).Select(one => (object?)(
            one.Variant.Subject, one.Variant.Recipe, one.Difference, one.Band, one.Verdict, one.SpeedUp, one.RetainedPercent,
            one.Baseline.N, one.Variant.N)),
        .. report.Means.Select(mean => (object?)(mean.Variant, mean.Mean, mean.Over.Count)),
        .. report.Costs.Select(step => (object?)step.PointsPerDeviceHour),
        .. report.Targets.Select(target => (object?)(target.Target, target.Step)),
        .. report.Fronts.SelectMany(front => front.Front).Select(member => (object?)(member.Subject, member.Recipe)),
        .. report.Recommendations.Select(one => (object?)one.Text),
    ];

    // Numbers from 16 draws: which cells are there, what they reached, how long they took. Few values, so that ties occur.
    private static StudyResults Study(int[] draws) => RepeatedStudy.Results with
    {
        Cells =
        [
            .. draws.Select((draw, place) => (Draw: (uint)draw, Place: place)).Where(one => one.Draw % 5 > 0).Select(one =>
            {
                var (model, recipe, seed) = (Models[one.Place % 2], Recipes[one.Place / 2 % 4], one.Place / 8);
                var cell = RepeatedStudy.Done(model, recipe, seed, 0.3 + (one.Draw % 11 / 50.0));
                return cell with
                {
                    Id = $"{one.Place}{cell.Id}",
                    TrainSeconds = one.Draw % 7 == 0 ? null : 3600 * (1 + (one.Draw % 4)),
                    // Comparing settings is slow, and has tests of its own.
                    Config = null,
                    DeviceName = one.Draw % 13 == 0 ? "other" : "GPU",
                };
            }),
        ],
    };

    private static void Check(Func<StudyResults, bool> law) =>
        Prop.ForAll(Studies, law).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
}
