using Panoptes.Studies.Results;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Studies.Analysis;

/// <summary>
/// How far the trained networks of a recipe agree with their teacher's labels (guided distillation, section 12.2 of the specification):
/// means over the completed seeds of what was measured in the last third of each training.
/// </summary>
public sealed record StudentAgreement
{
    private const int LastPart = 3;

    // What is less than this share of what it is held against has collapsed, where that was worth something.
    private const double LeastShare = 0.5;
    private const double LeastWorth = 0.2;

    /// <summary>The recipe on its model and data.</summary>
    public required RecipeResult Result { get; init; }

    /// <summary>Cells with numbers.</summary>
    public required IReadOnlyList<ResultCell> Cells { get; init; }

    /// <summary>The share of the labels that were found, 0 to 1; null of label maps.</summary>
    public required double? Found { get; init; }

    /// <summary>Mean intersection over union, 0 to 1.</summary>
    public required double? MaskIoU { get; init; }

    /// <summary>The share of what was found that has the label's class, 0 to 1.</summary>
    public required double? SameClass { get; init; }

    /// <summary>The share of the labels that were found with their class; of label maps the share of their pixels.</summary>
    public required double Agreement { get; init; }

    /// <summary>The highest agreement at an evaluation, mean over the seeds.</summary>
    public required double Highest { get; init; }

    /// <summary>The agreement of the reference; null where it is the reference, or that has none.</summary>
    public double? Reference { get; init; }

    /// <summary>Whether it agrees less than half as much as once before in the same training.</summary>
    public bool HasFallen => Highest >= LeastWorth && Agreement < LeastShare * Highest;

    /// <summary>Whether it agrees less than half as much as the reference.</summary>
    public bool IsBelowReference => Reference >= LeastWorth && Agreement < LeastShare * Reference;

    /// <summary>The agreement of every recipe with a teacher.</summary>
    /// <param name="results">The recipes.</param>
    /// <param name="reference">The name of the one that others are held against; null for none.</param>
    public static IReadOnlyList<StudentAgreement> All(IReadOnlyList<RecipeResult> results, string? reference)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudentAgreement[] all = [.. results.Select(Of).OfType<StudentAgreement>()];
        return
        [
            .. all.Select(one => one.Result.Recipe == reference ? one : one with
            {
                Reference = all.FirstOrDefault(
                    other => other.Result.Subject == one.Result.Subject && other.Result.Recipe == reference)?.Agreement,
            }),
        ];
    }

    private static StudentAgreement? Of(RecipeResult result)
    {
        var cells = result.Done.Where(cell => cell.Curve.Any(point => Share(point) is not null)).ToList();
        return cells.Count == 0 ? null : new StudentAgreement
        {
            Result = result,
            Cells = cells,
            Found = Mean(cells, point => point.Value(TeacherMeasures.Found)),
            MaskIoU = Mean(cells, point => point.Value(TeacherMeasures.MaskIoU)),
            SameClass = Mean(cells, point => point.Value(TeacherMeasures.ClassAgreement)),
            Agreement = Mean(cells, Share)!.Value,
            Highest = cells.Average(cell => cell.Curve.Max(Share)!.Value),
        };
    }

    private static double? Share(ResultPoint point) =>
        TeacherMeasures.AgreementOf(point.Value(TeacherMeasures.Found), point.Value(TeacherMeasures.ClassAgreement));

    // Of each cell the points of its last third that have the number, or the last one that has it.
    private static double? Mean(IReadOnlyList<ResultCell> cells, Func<ResultPoint, double?> number)
    {
        double[] ofCells =
        [
            .. cells.Select(cell => cell.Curve.Where(point => number(point) is not null).ToList()).Where(points => points.Count > 0)
                .Select(points => points.TakeLast(Math.Max(1, points.Count / LastPart)).Average(point => number(point)!.Value)),
        ];
        return ofCells.Length == 0 ? null : ofCells.Average();
    }
}
