using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Scoring;

/// <summary>What became of an image's segments, as colors of <see cref="PictureKey"/> by segment id; for pictures.</summary>
/// <param name="Truth">Of the ground truth: matched, missed, or forgiven.</param>
/// <param name="Prediction">Of the prediction: matched, wrong, confused, or forgiven.</param>
public sealed record SegmentErrors(IReadOnlyDictionary<int, Rgb> Truth, IReadOnlyDictionary<int, Rgb> Prediction)
{
    /// <summary>Predictions that cover over a quarter of several things.</summary>
    public int Confused => Prediction.Values.Count(color => color == PictureKey.Confused);

    /// <summary>Judges an image's segments.</summary>
    /// <param name="table">Its segments and shared pixels.</param>
    /// <param name="matches">What <see cref="PanopticMatcher"/> made of them.</param>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    public static SegmentErrors Of(PanopticTable table, PanopticMatches matches, IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(matches);
        var truth = new Dictionary<int, Rgb>();
        var prediction = new Dictionary<int, Rgb>();
        foreach (var segment in table.Truth)
        {
            truth[segment.Id] = PictureKey.Forgiven;
        }

        foreach (var segment in table.Prediction)
        {
            prediction[segment.Id] = PictureKey.Forgiven;
        }

        foreach (var match in matches.Matches)
        {
            truth[table.Truth[match.Truth].Id] = PictureKey.Matched;
            prediction[table.Prediction[match.Prediction].Id] = PictureKey.Matched;
        }

        foreach (var missed in matches.Missed)
        {
            truth[table.Truth[missed].Id] = PictureKey.Missed;
        }

        foreach (var wrong in matches.Wrong)
        {
            prediction[table.Prediction[wrong].Id] = PictureKey.Wrong;
        }

        foreach (var many in ConfusedSegment.Of(table, categories))
        {
            prediction[many.Id] = PictureKey.Confused;
        }

        return new SegmentErrors(truth, prediction);
    }
}
