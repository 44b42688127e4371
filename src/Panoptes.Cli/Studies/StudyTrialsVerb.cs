using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Search;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>study trials</c>: what a search has found.</summary>
internal static class StudyTrialsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var verb = new Verb(
            "trials",
            "Lists the trials of a study's search, the best first, with their settings, and which settings matter as far as that can be "
                + "told.",
            "./panoptes study trials studies/search") { study };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            Require.That(
                open.Config.Search is not null, open.Folder.Shown, "a study without a search", "one with a search",
                "compare its cells: ./panoptes study report");
            Write(parsed.InvocationConfiguration.Output, open);
        });
        return verb;
    }

    private static void Write(TextWriter output, StudyContext study)
    {
        var results = StudySearch.Results(study, study.Cells, out var higher);
        var search = StudySearch.Of(study.Config, higher);
        var table = SearchTable.Of(search, results, higher);
        TextTable.Write(
            output, ["trial", "rung", "steps", "state", "result", .. table.Settings],
            [.. table.Rows.Select(IReadOnlyList<string> (row) =>
            [
                $"{row.Trial.Number}", $"{row.Rung}", row.Steps?.ToString(CultureInfo.InvariantCulture) ?? "",
                row.State.ToString().ToLowerInvariant(), row.Metric is { } value ? StudyText.Number(value, 4) : "",
                .. table.Settings.Select(path => row.Trial.Value(path) ?? ""),
            ])]);
        output.WriteLine();
        output.WriteLine(search.Best(results) is { } best
            ? $"best: trial {best.Trial.Number}, {StudyText.Number(best.Metric, 4)}: {string.Join(' ', best.Trial.Overrides)}"
            : "best: none is done");
        Curve(output, BestSoFar.Of(search, results, higher, study.Cells.Count == 0 ? 0 : study.Cells.Max(cell => cell.Steps)));
        var settings = SettingImportance.Of(study.Config.Search!, search, results);
        if (settings.Any(setting => setting.IsShown))
        {
            output.WriteLine();
            TextTable.Write(
                output, ["setting", "trials", "rank correlation", "spread", "p"],
                [.. settings.Where(setting => setting.IsShown).Select(IReadOnlyList<string> (setting) =>
                [
                    setting.Path, $"{setting.Trials}", setting.RankCorrelation is { } rho ? StudyText.Number(rho, 2) : "",
                    setting.Spread is { } spread ? StudyText.Number(spread, 4) : "", StudyText.Number(setting.PValue, 3),
                ])]);
            output.WriteLine("of the lowest rung alone, setting by setting: of twenty that do nothing, one is expected with p below 0.05");
        }

        output.WriteLine(search.IsOver(results) ? "the search is over" : $"next: ./panoptes study submit {study.Folder.Shown}");
    }

    // What the search has found for what it has cost, where that changed.
    private static void Curve(TextWriter output, IReadOnlyList<BestSoFar> curve)
    {
        BestSoFar[] changes = [.. curve.Where((point, place) =>
            place == 0 || (point.Rung, point.Best) != (curve[place - 1].Rung, curve[place - 1].Best))];
        if (changes.Length < 2)
        {
            return;
        }

        output.WriteLine();
        TextTable.Write(
            output, ["steps spent", "rung", "best so far"],
            [.. changes.Select(IReadOnlyList<string> (point) =>
                [point.TotalSteps.ToString(CultureInfo.InvariantCulture), $"{point.Rung}", StudyText.Number(point.Best, 4)])]);
    }
}
