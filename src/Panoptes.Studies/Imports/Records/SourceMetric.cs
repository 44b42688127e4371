namespace Panoptes.Studies.Imports.Records;

/// <summary>A number that evaluations are known by, whatever a tool calls it.</summary>
/// <param name="Name">Its name here, such as <c>mean_iou</c>.</param>
/// <param name="Title">What readers are shown.</param>
/// <param name="IsShare">Whether it is a share.</param>
/// <param name="HigherIsBetter">Whether higher is better.</param>
internal sealed record SourceMetric(string Name, string Title, bool IsShare = true, bool HigherIsBetter = true)
{
    // What a run is judged by where it has several, as the evaluations of this program put them.
    private static readonly string[] Order =
        ["pq", "mean_iou", "ap", "mean_dice", "mean_f1", "box_ap", "pixel_accuracy", "mean_accuracy", "frequency_weighted_iou"];

    private static readonly string[] Splits =
        ["validation", "valid", "val", "test", "eval", "metrics", "metric", "segm", "seg", "mask", "bbox", "box", "coco"];

    private static readonly Dictionary<string, SourceMetric> Known = Table(
        (new("mean_iou", "mIoU"), "miou meaniou iou meanmiou jaccard jaccardindex ioumean meaniouscore iouscore"),
        (new("mean_accuracy", "mean accuracy"), "macc meanacc meanaccuracy meanmacc accmean classaccuracy"),
        (new("pixel_accuracy", "pixel accuracy"), "aacc pixelacc pixelaccuracy pacc pixacc allacc meanaacc overallaccuracy"),
        (new("frequency_weighted_iou", "frequency-weighted IoU"), "fwiou frequencyweightediou"),
        (new("mean_f1", "mean F1"), "mfscore meanf1 mf1 f1mean"),
        (new("mean_dice", "mean Dice"), "mdice meandice dice dicescore"),
        (new("mean_precision", "mean precision"), "mprecision meanprecision"),
        (new("mean_recall", "mean recall"), "mrecall meanrecall"),
        (new("pq", "PQ"), "pq pqall"), (new("sq", "SQ"), "sq sqall"), (new("rq", "RQ"), "rq rqall"),
        (new("pq_things", "PQ_th"), "pqth pqthing pqthings"), (new("pq_stuff", "PQ_st"), "pqst pqstuff"),
        (new("sq_things", "SQ_th"), "sqth sqthing sqthings"), (new("sq_stuff", "SQ_st"), "sqst sqstuff"),
        (new("rq_things", "RQ_th"), "rqth rqthing rqthings"), (new("rq_stuff", "RQ_st"), "rqst rqstuff"),
        (new("ap", "AP"), "ap map map5095 map05095"), (new("ap50", "AP50"), "ap50 map50 map05"),
        (new("ap75", "AP75"), "ap75 map75 map075"), (new("ap_small", "AP small"), "aps maps"),
        (new("ap_medium", "AP medium"), "apm mapm"), (new("ap_large", "AP large"), "apl mapl"),
        (new("loss", "loss", false, false), "loss totalloss"));

    /// <summary>Where it comes among those of an evaluation: the first is what a run is judged by.</summary>
    public int Place => Array.IndexOf(Order, Name) is >= 0 and var place ? place : Order.Length;

    /// <summary>The number that a tag of an evaluation names; null where it names none.</summary>
    /// <param name="tag">Such as <c>val/mIoU</c>, <c>segm/AP50</c>, <c>coco/bbox_mAP_50</c> or <c>metrics/mAP50-95(M)</c>.</param>
    public static SourceMetric? Of(string tag)
    {
        var lower = tag.Trim().ToLowerInvariant();
        if (lower.Contains("train", StringComparison.Ordinal))
        {
            return null;
        }

        var isBox = lower.Contains("bbox", StringComparison.Ordinal) || lower.Contains("(b)", StringComparison.Ordinal)
            || lower.StartsWith("box", StringComparison.Ordinal);
        var last = lower[(lower.LastIndexOf('/') + 1)..].Replace("(b)", "", StringComparison.Ordinal)
            .Replace("(m)", "", StringComparison.Ordinal);
        var key = new string([.. last.Where(char.IsAsciiLetterOrDigit)]);
        var found = Known.GetValueOrDefault(key);
        for (var more = true; found is null && more;)
        {
            var split = Splits.FirstOrDefault(name => key.Length > name.Length && key.StartsWith(name, StringComparison.Ordinal));
            more = split is not null;
            key = more ? key[split!.Length..] : key;
            found = Known.GetValueOrDefault(key);
        }

        return found is null ? null : isBox && found.Name.StartsWith("ap", StringComparison.Ordinal)
            ? found with { Name = $"box_{found.Name}", Title = $"box {found.Title}" }
            : found;
    }

    /// <summary>Whether a tag names a number of an evaluation or of a class.</summary>
    public static bool IsKnown(string tag) => Of(tag) is not null || OfClass(tag) is not null;

    /// <summary>Whether a tag names a number that a model can be judged by: known, and no loss.</summary>
    public static bool IsResult(string tag) => Of(tag) is { Name: not "loss" } || OfClass(tag) is not null;

    /// <summary>
    /// The number of a class that a tag names, such as <c>IoU.road</c> or <c>sem_seg/ACC-sky</c>; null where it names none.
    /// </summary>
    public static (string Name, string Class)? OfClass(string tag)
    {
        var last = tag[(tag.LastIndexOf('/') + 1)..];
        var cut = last.IndexOfAny(['.', '-', ':']);
        return cut > 0 && cut + 1 < last.Length && Column(last[..cut]) is { } name && last[(cut + 1)..].Any(char.IsLetter)
            ? (name == "ap" && tag.Contains("bbox", StringComparison.OrdinalIgnoreCase) ? "box_ap" : name, last[(cut + 1)..])
            : null;
    }

    /// <summary>The name here of a column of numbers of classes; null where there is none.</summary>
    public static string? Column(string title) => title.Trim().ToLowerInvariant() switch
    {
        "iou" => "iou",
        "acc" or "accuracy" => "accuracy",
        "precision" => "precision",
        "recall" => "recall",
        "fscore" or "f1" => "f1",
        "dice" => "dice",
        "ap" => "ap",
        _ => null,
    };

    private static Dictionary<string, SourceMetric> Table(params ReadOnlySpan<(SourceMetric Metric, string Keys)> rows)
    {
        var table = new Dictionary<string, SourceMetric>();
        foreach (var (metric, keys) in rows)
        {
            foreach (var key in keys.Split(' '))
            {
                table.Add(key, metric);
            }
        }

        return table;
    }
}
