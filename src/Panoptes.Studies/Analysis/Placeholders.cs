using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>Refuses texts in which a variable was never filled in, such as <c>${USER}</c>.</summary>
internal static partial class Placeholders
{
    /// <summary>Looks through the texts of a study's results.</summary>
    /// <exception cref="InputException">One holds a placeholder.</exception>
    public static void Refuse(StudyResults results)
    {
        foreach (var (where, text) in Texts(results))
        {
            Refuse(where, text);
        }
    }

    /// <summary>Looks through one text.</summary>
    /// <param name="where">What it is.</param>
    /// <param name="text">The text; null for none.</param>
    /// <exception cref="InputException">It holds a placeholder.</exception>
    public static void Refuse(string where, string? text)
    {
        if (text is not null && Placeholder().Match(text) is { Success: true } found)
        {
            throw new InputException(
                where, $"'{found.Value}', which was never filled in", "texts without placeholders", "write what it stands for");
        }
    }

    private static IEnumerable<(string Where, string? Text)> Texts(StudyResults results)
    {
        yield return ("the study's name", results.Name);
        yield return ("the study's title", results.Title);
        yield return ("what the study is about", results.About);
        string?[] named = [results.Metric, results.MetricTitle, results.SecondMetric, results.SecondMetricTitle, results.Reference];
        foreach (var text in named)
        {
            yield return ("the study's metrics or reference", text);
        }

        foreach (var text in results.Data.Concat(results.Models).Concat(results.Recipes).Concat(results.Declared))
        {
            yield return ("names of the study", text);
        }

        foreach (var (name, title) in results.Titles)
        {
            yield return ($"the title of {name}", name);
            yield return ($"the title of {name}", title);
        }

        foreach (var cell in results.Cells)
        {
            string?[] texts =
            [
                cell.Id, cell.Key.ToString(), cell.Owner, cell.ImportedFrom, cell.DeviceName, cell.PublishedSource, cell.Status.Reason,
                .. cell.Status.Jobs,
            ];
            foreach (var text in texts)
            {
                yield return ($"cell {cell.Key}", text);
            }
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}?")]
    private static partial Regex Placeholder();
}
