using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Scores of one class; every rate is in [0, 1], or null where the class is absent or the rate undefined.</summary>
public sealed record ClassRow
{
    /// <summary>The class's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The color it is drawn with, <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#808080";

    /// <summary>Intersection over union.</summary>
    public double? Iou { get; init; }

    /// <summary>Right pixels over truth, the recall too.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Right pixels over predicted ones.</summary>
    public double? Precision { get; init; }

    /// <summary>Right pixels over truth.</summary>
    public double? Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double? F1 { get; init; }

    /// <summary>Pixels of the class in the truth.</summary>
    public long TruthPixels { get; init; }

    /// <summary>Pixels predicted as the class where the truth is not void.</summary>
    public long PredictedPixels { get; init; }

    /// <summary>True where the class is neither in the truth nor predicted.</summary>
    public bool IsAbsent => TruthPixels == 0 && PredictedPixels == 0;
}

/// <summary>One image among the worst of an evaluation, with the pictures made of it.</summary>
public sealed record ImageRow
{
    /// <summary>Index in the split.</summary>
    public int Index { get; init; }

    /// <summary>The sample's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Mean IoU over the classes that occur in it, in [0, 1]; null where no pixel is valid.</summary>
    public double? MeanIou { get; init; }

    /// <summary>Share of right pixels.</summary>
    public double? PixelAccuracy { get; init; }

    /// <summary>Width over height of the pictures.</summary>
    public double Aspect { get; init; } = 1;

    /// <summary>The image, a JPEG in the evaluation's folder; null where no picture was made.</summary>
    public string? Image { get; init; }

    /// <summary>True classes as a palette PNG.</summary>
    public string? Truth { get; init; }

    /// <summary>Predicted classes as a palette PNG.</summary>
    public string? Prediction { get; init; }

    /// <summary>Where the two differ, as a palette PNG.</summary>
    public string? Difference { get; init; }
}

/// <summary>What <c>evaluation/{split}.json</c> holds: counts, scores, protocol, and the fingerprint of what was measured.</summary>
public sealed record EvaluationFile
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>What it is kept as: the split, with what sets it apart from the run's own evaluation of it, each behind a plus sign.</summary>
    public string Name { get; init; } = "";

    /// <summary>The split measured.</summary>
    public string Split { get; init; } = "";

    /// <summary>The split's inventory: SHA-256 of names and sizes of its files; empty where an earlier version did not keep it.</summary>
    public string Files { get; init; } = "";

    /// <summary>What should be known of the result, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The data set measured.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>Steps of training that the weights have seen.</summary>
    public long Step { get; init; }

    /// <summary>Which weights: <c>best</c>, <c>last</c>, or a file.</summary>
    public string Weights { get; init; } = "";

    /// <summary>How it was measured: convention, whole or slide, scales, flip.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Fingerprint of the run's configuration.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>When it was measured (UTC).</summary>
    public DateTime Utc { get; init; }

    /// <summary>Images measured.</summary>
    public int Images { get; init; }

    /// <summary>Seconds it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Pixels with a class in the truth.</summary>
    public long ValidPixels { get; init; }

    /// <summary>Mean IoU of the classes present.</summary>
    public double? MeanIou { get; init; }

    /// <summary>Pixel accuracy.</summary>
    public double? PixelAccuracy { get; init; }

    /// <summary>Mean class accuracy.</summary>
    public double? MeanAccuracy { get; init; }

    /// <summary>IoU weighted by each class's share of the truth.</summary>
    public double? FrequencyWeightedIou { get; init; }

    /// <summary>Mean F1.</summary>
    public double? MeanF1 { get; init; }

    /// <summary>Mean cross-entropy, where it was computed.</summary>
    public double? Loss { get; init; }

    /// <summary>Scores per class in the order of the class table.</summary>
    public IReadOnlyList<ClassRow> Classes { get; init; } = [];

    /// <summary>Pixel counts [truth][prediction]; a last row and column, where there is one more than classes, is "no class".</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];

    /// <summary>The images with the lowest mean IoU, worst first.</summary>
    public IReadOnlyList<ImageRow> WorstImages { get; init; } = [];

    /// <summary>What it is called on the page and in the console, such as <c>test, flip</c>.</summary>
    [JsonIgnore]
    public string Title => Key.Replace("+", ", ", StringComparison.Ordinal);

    /// <summary>What tells it from the other evaluations of the run.</summary>
    [JsonIgnore]
    public string Key => Name.Length > 0 ? Name : Split;

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It is not the JSON of an evaluation, or of a later version.</exception>
    public static EvaluationFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<EvaluationFile>(File.ReadAllText(path), EventJson.Readable);
            return file is { V: 1 } ? file : throw new InputException(path, $"version {file?.V}", "version 1", "evaluate the run again");
        }
        catch (JsonException cause)
        {
            throw new InputException(path, JsonFault.NotFinite(cause) ?? $"broken JSON ({cause.Message})", "the result of an evaluation", "evaluate the run again", cause);
        }
    }
}
