using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Checking;

/// <summary>
/// Reads every file of a data set before a training does: what cannot be decoded, does not fit its partner, holds ids that no
/// class has, stands twice, or would be learnt wrongly.
/// </summary>
public static class DataCheck
{
    /// <summary>Checks splits of a data set.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="options">How to check; the defaults where null.</param>
    /// <returns>Everything found; nothing is thrown for what is wrong with the data.</returns>
    public static DataCheckResult Run(DataConfig config, DataCheckOptions? options = null)
    {
        options ??= new DataCheckOptions();
        var findings = new List<DataFinding>();
        var gate = new object();
        var said = new HashSet<string>(StringComparer.Ordinal);
        void Add(DataFinding finding)
        {
            // Several readers meet one fault: it is one finding.
            lock (gate)
            {
                if (said.Add(finding.Message))
                {
                    findings.Add(finding);
                    options.Finding?.Invoke(finding);
                }
            }
        }

        var summaries = new List<SplitSummary>();
        var copies = new DuplicateFinder();
        foreach (var split in SplitsToCheck(config, options, Add))
        {
            if (Open(config, split, Add) is { } dataset)
            {
                foreach (var warning in dataset.Warnings)
                {
                    Add(new DataFinding(FindingSeverity.Warning, "class table", split, config.Root, warning));
                }

                summaries.Add(new SplitCheck(dataset, split, options, copies, Add).Run());
            }
        }

        foreach (var copy in copies.Findings())
        {
            Add(copy);
        }

        foreach (var finding in summaries.SelectMany(s => ClassFindings(s, options)))
        {
            Add(finding);
        }

        return new DataCheckResult(
            config.Root,
            [.. findings.OrderBy(f => f.Split, StringComparer.Ordinal).ThenBy(f => f.Source, StringComparer.Ordinal)
                .ThenBy(f => f.Message, StringComparer.Ordinal)],
            summaries);
    }

    private static IReadOnlyList<string> SplitsToCheck(DataConfig config, DataCheckOptions options, Action<DataFinding> add)
    {
        if (options.Splits.Count > 0)
        {
            return options.Splits;
        }

        try
        {
            var splits = Datasets.Splits(config);
            return splits.Count > 0 ? splits : [config.TrainSplit];
        }
        catch (InputException problem)
        {
            add(new DataFinding(FindingSeverity.Error, "layout", "", problem.Source!, problem.Message));
            return [];
        }
    }

    private static IDataset? Open(DataConfig config, string split, Action<DataFinding> add)
    {
        var problems = DatasetProblems.Collecting();
        IDataset? dataset = null;
        try
        {
            dataset = Datasets.Open(config, split, problems);
        }
        catch (InputException problem)
        {
            problems.Report(problem);
        }

        foreach (var problem in problems.All)
        {
            add(new DataFinding(FindingSeverity.Error, KindOf(problem), split, problem.Source!, problem.Message));
        }

        return dataset;
    }

    private static string KindOf(InputException problem) =>
        problem.Found.Contains("without", StringComparison.Ordinal) ? "missing pair" : problem.Source!
            .Contains(".json", StringComparison.Ordinal) ? "json" : "layout";

    private static IEnumerable<DataFinding> ClassFindings(SplitSummary summary, DataCheckOptions options)
    {
        var total = summary.Pixels.Sum();
        if (total + summary.VoidPixels == 0)
        {
            yield break;
        }

        DataFinding Fault(LabelFault fault) => new(FindingSeverity.Error, fault.Kind, summary.Split, summary.Split, fault.Error.Message);
        DataFinding Make(FindingSeverity severity, string kind, string found, string expected, string advice) =>
            new(severity, kind, summary.Split, summary.Split, new InputException(
                $"split {summary.Split}", found, expected, advice).Message);
        if (total == 0)
        {
            yield return Fault(LabelFault.OnlyVoid(summary.Split));
            yield break;
        }

        var present = Enumerable.Range(0, summary.Classes.Count).Where(c => summary.Pixels[c] > 0).ToArray();
        if (present.Length == 1 && summary.Classes.Count > 1)
        {
            yield return Fault(LabelFault.OnlyOneClass(summary.Split, summary.Classes[present[0]], summary.VoidPixels > 0));
        }
        else if (present.Length < summary.Classes.Count)
        {
            var never = Enumerable.Range(0, summary.Classes.Count).Where(c => summary.Pixels[c] == 0)
                .Select(c => $"{c} \"{summary.Classes[c]}\"").ToArray();
            yield return Make(
                FindingSeverity.Warning,
                "class never appears",
                $"no pixel of {string.Join(", ", never.Take(12))}{(never.Length > 12 ? $" and {never.Length - 12} more" : "")}",
                "every class of the table",
                "check the class table if they should be there");
        }

        if (summary.VoidShare > options.NearlyEmpty / 2)
        {
            yield return Make(
                FindingSeverity.Warning, "much void", $"{summary.VoidShare:P1} void pixels", $"less than {options.NearlyEmpty / 2:P0}",
                "check the class table: which ids become void?");
        }
    }
}
