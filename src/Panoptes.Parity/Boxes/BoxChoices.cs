using System.Text.Json;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;
using Panoptes.Training.Matching;

namespace Panoptes.Parity.Boxes;

/// <summary>Which boxes are kept, whose they are, and which are sampled.</summary>
internal static class BoxChoices
{
    /// <summary>Runs them.</summary>
    public static void Run(BoxFixture fixture)
    {
        var (boxes, scores, classes) = (fixture.Read("nms_boxes"), fixture.Read("nms_scores"), fixture.Read("nms_classes"));
        foreach (var kept in fixture.Root.GetProperty("nms").EnumerateObject())
        {
            fixture.Add($"kept above {kept.Name}", boxes.Nms(scores, BoxFixture.Number(kept.Name)).ToArray<long>(), kept.Value);
        }

        foreach (var kept in fixture.Root.GetProperty("batched_nms").EnumerateObject())
        {
            var own = BatchedNms.Keep(boxes, scores, classes, BoxFixture.Number(kept.Name));
            fixture.Add($"kept of classes above {kept.Name}", own.ToArray<long>(), kept.Value);
        }

        var ties = fixture.Root.GetProperty("nms_ties");
        var equal = Tensor.From<float>([.. ties.GetProperty("scores").EnumerateArray().Select(score => score.GetSingle())]);
        const string Kept = "kept_at_";
        foreach (var kept in ties.EnumerateObject().Where(each => each.Name.StartsWith(Kept, StringComparison.Ordinal)))
        {
            var own = BoxFixture.Rows(ties.GetProperty("boxes")).Nms(equal, BoxFixture.Number(kept.Name[Kept.Length..]));
            fixture.Add("kept of equally good ones", own.ToArray<long>(), kept.Value);
        }

        Matching(fixture);
        Sampling(fixture);
    }

    private static void Matching(BoxFixture fixture)
    {
        foreach (var matcher in fixture.Root.GetProperty("matcher").EnumerateObject())
        {
            var thresholds = BoxFixture.Numbers(matcher.Value.GetProperty("thresholds"));
            var (matches, labels) = new ProposalMatcher(
                thresholds[0], thresholds[^1], matcher.Value.GetProperty("allow_low_quality").GetBoolean())
                .Match(fixture.Read("match_quality"));
            fixture.Add($"{matcher.Name}: matches", matches.Select(match => (long)match), matcher.Value.GetProperty("matches"));
            fixture.Add($"{matcher.Name}: labels", labels.Select(label => (long)label), matcher.Value.GetProperty("match_labels"));
        }
    }

    private static void Sampling(BoxFixture fixture)
    {
        var given = fixture.Root.GetProperty("subsample_labels");
        var background = given.GetProperty("background").GetInt64();
        sbyte[] labels = [.. given.GetProperty("labels").EnumerateArray().Select(label => Kind(label.GetInt64(), background))];
        foreach (var each in given.GetProperty("cases").EnumerateObject())
        {
            var numbers = each.Name.Split('/').Select(BoxFixture.Number).ToArray();
            var (own, rest) = ProposalSampling.Draw(labels, (int)numbers[0], numbers[1], count => [.. Enumerable.Range(0, count)]);
            Compare(each.Value, "positive", own);
            Compare(each.Value, "negative", rest);

            void Compare(JsonElement expected, string which, int[] actual) =>
                fixture.Add($"{each.Name} {which}", actual.Select(place => (long)place), expected.GetProperty(which));
        }
    }

    private static sbyte Kind(long label, long background) =>
        label == -1 ? ProposalMatcher.Neither : label == background ? ProposalMatcher.Background : ProposalMatcher.Foreground;
}
