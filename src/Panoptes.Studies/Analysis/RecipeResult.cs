using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>
/// What one recipe gave on one model and data: means over its completed seeds. Cells that are not completed are in no number here.
/// </summary>
public sealed record RecipeResult
{
    private readonly MetricScale scale;

    /// <summary>Takes the cells of one recipe on one subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="cells">All its cells, completed or not, in the order of seeds.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public RecipeResult(Subject subject, string recipe, IReadOnlyList<ResultCell> cells, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (Subject, Recipe, Cells, this.scale) = (subject, recipe, cells, scale);
        Done = [.. cells.Where(cell => cell.IsDone && scale.Of(cell.Final) is not null)];
        Values = [.. Done.Select(cell => scale.Of(cell.Final)!.Value)];
    }

    /// <summary>The model and data.</summary>
    public Subject Subject { get; }

    /// <summary>The recipe's name.</summary>
    public string Recipe { get; }

    /// <summary>All cells, in the order of seeds.</summary>
    public IReadOnlyList<ResultCell> Cells { get; }

    /// <summary>Those that are completed and have the metric.</summary>
    public IReadOnlyList<ResultCell> Done { get; }

    /// <summary>Their values, on the scale of <see cref="MetricScale"/>.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Completed seeds.</summary>
    public int N => Done.Count;

    /// <summary>Mean over the completed seeds; null where there is none.</summary>
    public double? Mean => N == 0 ? null : Values.Average();

    /// <summary>Sample standard deviation over the completed seeds; null for fewer than two.</summary>
    public double? Deviation => N < 2 ? null : Math.Sqrt(Values.Sum(value => Math.Pow(value - Mean!.Value, 2)) / (N - 1));

    /// <summary>Whether any of its numbers was measured elsewhere.</summary>
    public bool IsImported => Done.Any(cell => cell.ImportedFrom is not null);

    /// <summary>Images in one update; null where its cells differ or none is recorded.</summary>
    public int? Batch => Same(cell => cell.Batch) is > 0 and var batch ? (int)batch : null;

    /// <summary>Updates of the whole training; null where its cells differ or none is recorded.</summary>
    public long? Steps => Same(cell => cell.Steps) is > 0 and var steps ? steps : null;

    /// <summary>Training samples: updates times batch.</summary>
    public long? Samples => Batch * Steps;

    /// <summary>Passes over the images that samples are drawn from; null where their number is not known.</summary>
    public double? Epochs => Same(cell => cell.TrainImages ?? 0) is > 0 and var images ? (double?)Samples / images : null;

    /// <summary>
    /// The devices of its completed cells, such as <c>4 x NVIDIA A100 80GB</c>; <c>unknown</c> where a name is missing, <c>mixed</c> where
    /// they differ, empty where nothing is completed.
    /// </summary>
    public string Hardware
    {
        get
        {
            string[] all =
                [.. Done.Select(cell => cell.DeviceName.Length == 0 ? Unknown : $"{cell.Devices} x {cell.DeviceName}").Distinct()];
            return all.Length switch { 0 => "", 1 => all[0], _ => Mixed };
        }
    }

    /// <summary>What <see cref="Hardware"/> is where a device has no name.</summary>
    public const string Unknown = "unknown";

    /// <summary>What <see cref="Hardware"/> is where cells differ.</summary>
    public const string Mixed = "mixed";

    /// <summary>Hours of training, mean over the completed seeds; null where any is not known.</summary>
    public double? TrainHours => MeanOf(cell => cell.TrainSeconds / 3600);

    /// <summary>Hours of evaluations; null where any is not known apart from training.</summary>
    public double? EvaluationHours => MeanOf(cell => cell.EvaluationSeconds / 3600);

    /// <summary>Hours of training and evaluations; where those are not known apart, what is recorded as training.</summary>
    public double? WallHours => MeanOf(WallSeconds) / 3600;

    /// <summary>Wall hours times devices.</summary>
    public double? DeviceHours => MeanOf(cell => WallSeconds(cell) * cell.Devices / 3600);

    /// <summary>Training samples a second of training; null where the time is not known.</summary>
    public double? ImagesPerSecond => MeanOf(cell => cell.Samples > 0 && cell.TrainSeconds > 0 ? cell.Samples / cell.TrainSeconds : null);

    /// <summary>Updates a second of training.</summary>
    public double? StepsPerSecond => MeanOf(cell => cell.Steps > 0 && cell.TrainSeconds > 0 ? cell.Steps / cell.TrainSeconds : null);

    /// <summary>
    /// Wall minutes for each percent of the metric; null where it is no share, or lower is better. It falls when a training is stopped
    /// early, so it says little alone.
    /// </summary>
    public double? MinutesPerPercent => scale is { IsShare: true, HigherIsBetter: true } && Mean > 0 ? WallHours * 60 / Mean : null;

    /// <summary>Seconds of training and evaluations of a cell; null where they are not known.</summary>
    public static double? WallSeconds(ResultCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.TrainSeconds + (cell.EvaluationSeconds ?? 0);
    }

    private double? MeanOf(Func<ResultCell, double?> value)
    {
        double?[] all = [.. Done.Select(value)];
        return all.Length == 0 || all.Any(one => one is null) ? null : all.Average();
    }

    private long? Same(Func<ResultCell, long> value)
    {
        var from = Done.Count > 0 ? Done : Cells;
        return from.Count > 0 && from.All(cell => value(cell) == value(from[0])) ? value(from[0]) : null;
    }
}
