using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Panoptic;

/// <summary>
/// Looks at each image for what panopticapi counts in a way that nobody means (docs/scoring.md, register of quirks), and makes
/// the table and the matches that the corrected rules see. One for each worker; then merged.
/// </summary>
internal sealed class PanopticTraps
{
    private const string ListedArea = "panoptic-areas";
    private const string Unlisted = "panoptic-unlisted";
    private const string NoPixel = "panoptic-no-pixel";
    private const string IdZero = "panoptic-id-zero";
    private const string LastCrowd = "panoptic-last-crowd";

    private static readonly (string Quirk, string What, string Effect)[] Known =
    [
        (
            ListedArea, "ground-truth segments whose listed area is not that of their PNG",
            "panopticapi takes the listed area into the union, so that an IoU, and PQ, can be over 100 or near 0; correct the areas"),
        (
            Unlisted, "ground-truth segments in a PNG and not in its segments_info",
            "panopticapi takes their pixels neither for void nor for a segment; list them"),
        (
            NoPixel, "ground-truth segments without a pixel in their PNG",
            "panopticapi counts them as missed; remove them from segments_info"),
        (IdZero, "segments with id 0, which the PNG has for void", "panopticapi takes void for a segment then; number segments from 1"),
        (
            LastCrowd, "predicted segments on crowds of their class that only the last listed crowd could excuse",
            "panopticapi looks at the last crowd of a category alone and counts them as wrong"),
    ];

    private readonly Dictionary<string, (long Count, int Image, string First)> hits = [];

    /// <summary>The table by the corrected rules: counted areas, nothing without a pixel, what is not listed void.</summary>
    /// <param name="image">The image's place.</param>
    /// <param name="name">The image, for messages.</param>
    /// <param name="table">Its table by the published rules.</param>
    public PanopticTable Correct(int image, string name, PanopticTable table)
    {
        var areas = new Dictionary<int, long>();
        foreach (var pair in table.Pairs)
        {
            areas[pair.Truth] = areas.GetValueOrDefault(pair.Truth) + pair.Pixels;
        }

        var before = hits.Values.Sum(hit => hit.Count);
        var listed = new HashSet<int>();
        var truth = new List<PanopticSegment>();
        foreach (var segment in table.Truth)
        {
            listed.Add(segment.Id);
            if (segment.Id == 0)
            {
                Hit(IdZero, image, $"{name}, ground truth");
            }
            else if (!areas.TryGetValue(segment.Id, out var area))
            {
                Hit(NoPixel, image, $"{name}, segment {segment.Id}");
            }
            else
            {
                if (area != segment.Area)
                {
                    Hit(ListedArea, image, $"{name}, segment {segment.Id}: {segment.Area} against {area}");
                }

                truth.Add(segment with { Area = area });
            }
        }

        foreach (var id in areas.Keys.Where(id => id != 0 && !listed.Contains(id)))
        {
            Hit(Unlisted, image, $"{name}, segment {id}");
        }

        var prediction = table.Prediction.Where(segment => segment.Id != 0).ToArray();
        if (prediction.Length < table.Prediction.Length)
        {
            Hit(IdZero, image, $"{name}, prediction");
        }

        return hits.Values.Sum(hit => hit.Count) == before ? table : new PanopticTable(
            [.. truth], prediction, Regrouped(table.Pairs, listed));
    }

    /// <summary>Notes predictions that panopticapi counts as wrong because it looks at one crowd of their class alone.</summary>
    /// <param name="image">The image's place.</param>
    /// <param name="name">The image, for messages.</param>
    /// <param name="table">Its table.</param>
    /// <param name="lastCrowd">Matches with the last crowd of a category alone.</param>
    /// <param name="allCrowds">Matches with all of them.</param>
    public void Compare(int image, string name, PanopticTable table, PanopticMatches lastCrowd, PanopticMatches allCrowds)
    {
        foreach (var wrong in lastCrowd.Wrong.Except(allCrowds.Wrong))
        {
            Hit(LastCrowd, image, $"{name}, predicted segment {table.Prediction[wrong].Id}");
        }
    }

    /// <summary>Adds what another worker found.</summary>
    public void Merge(PanopticTraps other)
    {
        foreach (var (quirk, hit) in other.hits)
        {
            var mine = hits.GetValueOrDefault(quirk, (0, int.MaxValue, ""));
            hits[quirk] = hit.Image < mine.Image
                ? (mine.Count + hit.Count, hit.Image, hit.First)
                : (mine.Count + hit.Count, mine.Image, mine.First);
        }
    }

    /// <summary>A note for each trap that was hit.</summary>
    /// <param name="file">The ground-truth file.</param>
    /// <param name="numbers">The numbers that they move together.</param>
    public IReadOnlyList<ScoreNote> Notes(string file, IReadOnlyList<RuledNumber> numbers) =>
    [
        .. Known.Where(trap => hits.ContainsKey(trap.Quirk)).Select(trap => new ScoreNote(
            trap.Quirk, hits[trap.Quirk].Count, trap.What, $"{file}: {hits[trap.Quirk].First}", trap.Effect) { Numbers = numbers }),
    ];

    private static SegmentPair[] Regrouped(SegmentPair[] pairs, HashSet<int> listed) =>
    [
        .. pairs.GroupBy(pair => (Truth: listed.Contains(pair.Truth) ? pair.Truth : 0, pair.Prediction))
            .OrderBy(group => group.Key.Truth).ThenBy(group => group.Key.Prediction)
            .Select(group => new SegmentPair(group.Key.Truth, group.Key.Prediction, group.Sum(pair => pair.Pixels))),
    ];

    private void Hit(string quirk, int image, string first)
    {
        var hit = hits.GetValueOrDefault(quirk, (0, image, first));
        hits[quirk] = hit with { Count = hit.Count + 1 };
    }
}
