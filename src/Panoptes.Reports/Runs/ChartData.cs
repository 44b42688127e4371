using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;

namespace Panoptes.Reports.Runs;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Steps.</param>
/// <param name="Y">Values; null is a gap.</param>
/// <param name="Points">True where every value is marked, as few and far apart.</param>
/// <param name="Color">Its color, or null for the next of the page's own.</param>
internal sealed record Series(string Name, IReadOnlyList<long> X, IReadOnlyList<double?> Y, bool Points = false, string? Color = null);

/// <summary>One chart.</summary>
/// <param name="Id">Element that it is drawn into.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">Unit of the values, for the axis.</param>
/// <param name="Series">Its lines.</param>
/// <param name="Smooth">True where the page's smoothing applies: noisy values.</param>
/// <param name="Logarithmic">True where a logarithmic axis can be chosen.</param>
/// <param name="Zero">True where the axis starts at zero.</param>
internal sealed record Chart(string Id, string Title, string Unit, IReadOnlyList<Series> Series, bool Smooth = false, bool Logarithmic = false, bool Zero = false);

/// <summary>A confusion matrix for the page.</summary>
/// <param name="Names">Class names.</param>
/// <param name="Counts">Pixels [truth][prediction].</param>
internal sealed record Matrix(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<long>> Counts);

/// <summary>What the page's script draws.</summary>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Resumes">Steps at which attempts after the first began.</param>
/// <param name="Charts">The charts in order.</param>
/// <param name="Matrices">Confusion matrices in the order of the evaluations.</param>
internal sealed record ChartData(long Steps, IReadOnlyList<long> Resumes, IReadOnlyList<Chart> Charts, IReadOnlyList<Matrix> Matrices)
{
    private const int MostPoints = 3000;

    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new ShortNumbers() },
    };

    /// <summary>What there is to draw of a run; charts without values are left out.</summary>
    public static ChartData From(RunPageData data)
    {
        var train = Thin([.. data.History.Training]);
        IReadOnlyList<long> steps = [.. train.Select(point => point.Step)];
        Series Line(string name, Func<TrainPoint, double?> value) => new(name, steps, [.. train.Select(value)]);
        var parts = train.SelectMany(point => point.Losses.Keys).Distinct().ToList();
        var losses = parts.Where(name => name.Contains("loss", StringComparison.OrdinalIgnoreCase)).ToList();
        var measures = parts.Except(losses).ToList();
        var evaluations = data.History.Evaluations(data.Config.Data.ValSplit).ToList();
        Series Measured(string name, Func<EvaluationPoint, double?> value, string? color = null) =>
            new(name, [.. evaluations.Select(point => point.Step)], [.. evaluations.Select(value)], Points: true, color);

        List<Chart> charts =
        [
            new("loss", "Loss", "", [Line("total", point => point.Loss), .. losses.Select(name => Line(name, point => point.Losses.GetValueOrDefault(name))), Measured($"{data.Config.Data.ValSplit} cross-entropy", point => point.Loss)], Smooth: true, Logarithmic: true),
            new("score", $"Scores on {data.Config.Data.ValSplit}", "%", [Measured("mIoU", point => 100 * point.MeanIou), Measured("pixel accuracy", point => 100 * point.PixelAccuracy), Measured("mean accuracy", point => 100 * point.MeanAccuracy)]),
            new("classes", $"IoU per class on {data.Config.Data.ValSplit}", "%", [.. (data.Summary?.Classes ?? []).Select((row, index) => Measured(row.Name, point => index < point.Iou.Count ? 100 * point.Iou[index] : null, row.Color))]),
            new("rate", "Learning rate", "", [Line("learning rate", point => point.LearningRate)], Logarithmic: true, Zero: true),
            .. measures.Select((name, index) => new Chart($"measure{index}", name, "", [Line(name, point => point.Losses.GetValueOrDefault(name))], Smooth: true)),
            new("gradient", "Gradient norm", "", [Line("L2 norm", point => point.GradientNorm)], Smooth: true, Logarithmic: true),
            new("speed", "Images a second", "", [Line("images/s", point => point.ImagesPerSecond)], Smooth: true, Zero: true),
            new("wait", "Waiting for data", "%", [Line("share of the time", point => 100 * point.DataWait)], Smooth: true, Zero: true),
            new("memory", "Memory", "MiB", [Line("process", point => point.MemoryMib), Line("device", point => point.DeviceMemoryMib)], Zero: true),
        ];
        return new ChartData(
            data.Config.Train.Steps,
            [.. data.History.Events.OfType<AttemptStarted>().Where(start => start.Step > 0).Select(start => start.Step)],
            [.. charts.Select(chart => chart with { Series = [.. chart.Series.Where(series => series.Y.Any(value => value is not null))] }).Where(chart => chart.Series.Count > 0)],
            [.. data.Evaluations.Select(file => new Matrix([.. file.Classes.Select(row => row.Name)], file.Confusion))]);
    }

    private static List<TrainPoint> Thin(List<TrainPoint> points)
    {
        var stride = (points.Count + MostPoints - 1) / MostPoints;
        return stride <= 1 ? points : [.. points.Where((_, index) => index % stride == 0 || index == points.Count - 1)];
    }

    /// <summary>Writes numbers with five significant digits, which is more than a chart shows.</summary>
    private sealed class ShortNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(value.ToString("G5"));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
