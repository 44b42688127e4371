using Panoptes.Formats.Labels;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Scoring;

/// <summary>
/// Finds train ids in a ground truth that should hold a table's raw ids, and raw ids in predictions that should hold train ids. Both are
/// valid ids of other classes, so that the score is merely low.
/// </summary>
/// <param name="Notes">What was found.</param>
/// <param name="Options">The options that read the files for what they hold.</param>
/// <param name="Corrected">The report by those.</param>
internal sealed record SemanticIdTraps(IReadOnlyList<ScoreNote> Notes, SemanticOptions Options, SemanticReport Corrected)
{
    private const int FilesScanned = 8;

    /// <summary>Looks at the ids of some files, and counts again where they are not what they should be.</summary>
    public static SemanticIdTraps Find(
        SemanticEvaluation evaluation, SemanticReport report, IReadOnlyList<string> names, SemanticOptions options)
    {
        if (options.TruthClasses is not { } table || table.All(id => id.Value == id.Key || id.Value == options.IgnoreIndex))
        {
            return new SemanticIdTraps([], options, report);
        }

        var (found, notes) = (new SemanticIdTraps([], options, report), new List<ScoreNote>());
        if (TruthOfTrainIds(evaluation, table, names.Count, options.IgnoreIndex) is { } truth)
        {
            found = found.Follow(evaluation, found.Options with { TruthClasses = null });
            notes.Add(new ScoreNote(
                "semantic-truth-train-ids", evaluation.Files.Count, "ground-truth files that look like train ids", truth,
                $"the class table's raw ids are expected, and no value of them is above {names.Count - 1}; give --train-ids")
            {
                Numbers = ScoreNote.Moved(
                    SemanticScorer.HeadlineNames, SemanticScorer.Values(report.Scores), SemanticScorer.Values(found.Corrected.Scores)),
            });
        }

        if (options.PredictionClasses is null
            && PredictionsOfRawIds(evaluation, report, table, names.Count, options.IgnoreIndex) is { Count: > 0 } raw)
        {
            found = found.Follow(evaluation, found.Options with { PredictionClasses = table });
            notes.Add(new ScoreNote(
                "semantic-prediction-raw-ids", raw.Count,
                "predictions with ids that are no train id and that the class table lists as raw ids", raw[0],
                "pixels of them count as predicted wrong; give --raw-predictions")
            {
                Numbers = ScoreNote.Moved(
                    SemanticScorer.HeadlineNames, SemanticScorer.Values(report.Scores), SemanticScorer.Values(found.Corrected.Scores)),
            });
        }

        return found with { Notes = notes };
    }

    private SemanticIdTraps Follow(SemanticEvaluation evaluation, SemanticOptions options) =>
        this with { Options = options, Corrected = evaluation.Run(options) };

    // The first file that shows it; null where the truth may well be what it should be.
    private static string? TruthOfTrainIds(SemanticEvaluation evaluation, IReadOnlyDictionary<int, int> table, int classes, int ignored)
    {
        bool IsIgnored(int id) => id != ignored && table.GetValueOrDefault(id, ignored) == ignored;
        var files = evaluation.Files.Take(FilesScanned).Select(pair => (pair.Truth, Ids: LabelFile.Read(pair.Truth).Pixels.Distinct()
            .Select(id => (int)id).Where(id => id != ignored).ToArray())).ToArray();
        return TrainIdTrap.Looks([.. files.SelectMany(file => file.Ids).Distinct()], classes, IsIgnored)
            ? files.First(file => file.Ids.Any(id => id > 0 && IsIgnored(id))).Truth
            : null;
    }

    // Images with predicted ids beyond the classes, where the first one's ids are all raw ids.
    private static List<string> PredictionsOfRawIds(
        SemanticEvaluation evaluation, SemanticReport report, IReadOnlyDictionary<int, int> table, int classes, int ignored)
    {
        var hit = Enumerable.Range(0, report.Images.Count)
            .Where(i => report.Images[i].Cells.Any(cell => cell.Truth < classes && cell.Prediction >= classes))
            .Select(i => evaluation.Files[i].Prediction).ToList();
        var ids = hit.Count == 0 ? [] : LabelFile.Read(hit[0]).Pixels.Distinct().Select(id => (int)id).Where(id => id != ignored).ToArray();
        return ids.Any(id => id >= classes) && ids.All(table.ContainsKey) ? hit : [];
    }
}
