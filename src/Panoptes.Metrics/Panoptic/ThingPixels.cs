namespace Panoptes.Metrics.Panoptic;

/// <summary>Which pixels count as wrongly predicted in <see cref="ThingPixels"/>.</summary>
public enum ThingPixelRule
{
    /// <summary>Pixels on void, and on crowds of the prediction's class, are left out; crowds are no ground truth.</summary>
    Main,

    /// <summary>Every predicted thing pixel counts, and crowds are ground truth.</summary>
    Strict,

    /// <summary>Pixels on void are left out, those on crowds count; crowds are no ground truth.</summary>
    NoVoid,
}

/// <summary>
/// Pixel sums of thing segments for Acc^th and Prec^th ("Intra-Batch Supervision for Panoptic Segmentation on
/// High-Resolution Images", section 3.3): matched pixels against all ground-truth and all predicted thing pixels.
/// </summary>
/// <param name="Matched">Pixels shared by matched pairs.</param>
/// <param name="Truth">Pixels of ground-truth segments without crowds.</param>
/// <param name="TruthCrowd">Pixels of ground-truth crowds.</param>
/// <param name="Predicted">Pixels of predicted segments.</param>
/// <param name="OnVoid">Predicted pixels on void (id 0).</param>
/// <param name="OnCrowd">Predicted pixels on crowds of the prediction's own class.</param>
public readonly record struct ThingPixels(long Matched, long Truth, long TruthCrowd, long Predicted, long OnVoid, long OnCrowd)
{
    /// <summary>Sums of two.</summary>
    public static ThingPixels operator +(ThingPixels a, ThingPixels b) => new(
        a.Matched + b.Matched,
        a.Truth + b.Truth,
        a.TruthCrowd + b.TruthCrowd,
        a.Predicted + b.Predicted,
        a.OnVoid + b.OnVoid,
        a.OnCrowd + b.OnCrowd);

    /// <summary>The same sums, taken so many times.</summary>
    public static ThingPixels operator *(ThingPixels a, int times) => new(
        a.Matched * times, a.Truth * times, a.TruthCrowd * times, a.Predicted * times, a.OnVoid * times, a.OnCrowd * times);

    /// <summary>Ground-truth pixels under a rule.</summary>
    public long TruthUnder(ThingPixelRule rule) => rule == ThingPixelRule.Strict ? Truth + TruthCrowd : Truth;

    /// <summary>Wrongly predicted pixels under a rule.</summary>
    public long WrongUnder(ThingPixelRule rule) => Predicted - Matched - rule switch
    {
        ThingPixelRule.Main => OnVoid + OnCrowd,
        ThingPixelRule.NoVoid => OnVoid,
        _ => 0,
    };

    /// <summary>Acc^th: matched over ground truth; NaN without ground truth.</summary>
    public double Accuracy(ThingPixelRule rule = ThingPixelRule.Main) =>
        TruthUnder(rule) is var truth and > 0 ? (double)Matched / truth : double.NaN;

    /// <summary>Prec^th: matched over matched and wrong; NaN without predictions.</summary>
    public double Precision(ThingPixelRule rule = ThingPixelRule.Main) =>
        Matched + WrongUnder(rule) is var all and > 0 ? (double)Matched / all : double.NaN;
}
