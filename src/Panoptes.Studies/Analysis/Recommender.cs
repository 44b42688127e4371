namespace Panoptes.Studies.Analysis;

/// <summary>Rules that make recommendations of one model and data.</summary>
/// <param name="noise">The band of the data.</param>
/// <param name="scale">The number that cells are judged by.</param>
/// <param name="names">What readers are shown.</param>
/// <param name="configs">Settings in which recipes differ.</param>
/// <param name="suspects">Numbers that are not to be believed yet.</param>
internal sealed class Recommender(
    NoiseBand noise, MetricScale scale, StudyNames names, IReadOnlyList<ConfigComparison> configs, IReadOnlyList<Suspect> suspects)
{
    /// <summary>The recommendations.</summary>
    /// <param name="front">The recipes by time and metric.</param>
    /// <param name="results">The completed recipes, in the study's order.</param>
    /// <param name="comparisons">The comparisons of the subject: with the reference, and between variants.</param>
    /// <param name="reference">The reference on this subject; null for none or where it is not completed.</param>
    public IEnumerable<Recommendation> Of(
        ParetoFront front, IReadOnlyList<RecipeResult> results, IReadOnlyList<Comparison> comparisons, RecipeResult? reference)
    {
        if (results.Count > 1)
        {
            var best = results.Aggregate((one, next) => scale.Gain(one.Mean!.Value, next.Mean!.Value) > 0 ? next : one);
            yield return Best(best, results);
            foreach (var further in FromFront(front, best, reference))
            {
                yield return further;
            }
        }

        foreach (var comparison in comparisons.Where(one => one.Verdict == ComparisonVerdict.Inconclusive))
        {
            yield return MoreSeeds(comparison);
        }
    }

    private Recommendation Best(RecipeResult best, IReadOnlyList<RecipeResult> results)
    {
        var near = results.Where(other => other != best && IsNear(other, best)).ToArray();
        var others = near.Length == 0
            ? "; every other recipe is outside the noise band of it"
            : $"; within the noise band of it: {Figures.List(near.Select(other => $"{names.Title(other.Recipe)} {Value(other)}"))}";
        return Make(
            "best", $"{Title(best)}: the best {scale.Title} is {Value(best)} with {names.Title(best.Recipe)}{others}", [best, .. near]);
    }

    private IEnumerable<Recommendation> FromFront(ParetoFront front, RecipeResult best, RecipeResult? reference)
    {
        if (front.Front.Count == 0)
        {
            yield break;
        }

        var fast = front.Front.FirstOrDefault(member => ReferenceEquals(member, best) || IsNear(member, best));
        if (fast is not null && !ReferenceEquals(fast, best) && best.WallHours is not null)
        {
            yield return Make(
                "fastest-near-best",
                $"{Title(best)}: the fastest within the noise band of the best is {names.Title(fast.Recipe)}, {Value(fast)} in "
                    + $"{Figures.Hours(fast.WallHours!.Value)} h where {names.Title(best.Recipe)} has {Value(best)} in "
                    + $"{Figures.Hours(best.WallHours.Value)} h",
                [fast, best]);
        }

        if (reference is null)
        {
            yield break;
        }

        var cheap = front.Points.Where(point => !ReferenceEquals(point, reference) && scale.Gain(
            reference.Mean!.Value, point.Mean!.Value) > noise.Half(reference.N, point.N)).MinBy(point => point.DeviceHours);
        if (cheap is not null)
        {
            yield return Make(
                "cheapest-above-reference",
                $"{Title(best)}: the cheapest that is better than {names.Title(reference.Recipe)} by more than the noise band is "
                    + $"{names.Title(cheap.Recipe)}, {Value(cheap)} for {Figures.Hours(cheap.DeviceHours!.Value)} device-hours against "
                    + $"{Value(reference)}",
                [cheap, reference]);
        }
    }

    private Recommendation MoreSeeds(Comparison comparison)
    {
        var (a, b) = (comparison.Baseline, comparison.Variant);
        var difference = comparison.Difference!.Value;
        var pair = $"{names.Title(b.Recipe)} against {names.Title(a.Recipe)}";
        string text;
        if (!noise.IsMeasured)
        {
            text = $"the difference of {Figures.Signed(difference)} {scale.Points} is within the assumed band of "
                + $"±{Figures.Fixed(noise.Assumed)}; run at least {Missing(a, b, 2)} so that the noise is measured";
        }
        else if (noise.SeedsFor(difference, a.N, b.N) is { } seeds)
        {
            text = $"the difference of {Figures.Signed(difference)} {scale.Points} is within the band of "
                + $"±{Figures.Fixed(comparison.Band!.Value)}; at the measured noise a difference of this size would lie outside it with "
                + $"{Figures.Number(seeds, "seed", "seeds")} on each side: run {Missing(a, b, seeds)}";
        }
        else
        {
            text = $"the difference of {Figures.Signed(difference)} {scale.Points} is within the band of "
                + $"±{Figures.Fixed(comparison.Band!.Value)}, and more than {NoiseBand.MostSeeds} seeds on each side would be needed to "
                + "tell a difference of this size from the measured noise";
        }

        return Make("more-seeds", $"{Title(a)}: {pair} is inconclusive: {text}", [a, b]);
    }

    private string Missing(RecipeResult a, RecipeResult b, int seeds) => Figures.List(
        new[] { a, b }.Where(side => side.N < seeds)
            .Select(side => $"{Figures.Number(seeds - side.N, "more seed", "more seeds")} of {names.Title(side.Recipe)}"));

    private bool IsNear(RecipeResult one, RecipeResult other) =>
        !(Math.Abs(other.Mean!.Value - one.Mean!.Value) > noise.Half(one.N, other.N));

    private string Title(RecipeResult result) => names.Title(result.Subject);

    private string Value(RecipeResult result) => $"{scale.Text(result.Mean!.Value)} (n = {result.N})";

    private Recommendation Make(string rule, string text, IReadOnlyList<RecipeResult> sides) => new(
        rule, sides[0].Subject, text, [.. sides.SelectMany(side => side.Done)], [.. Caveats(sides)]);

    /// <summary>What must be known with numbers of some recipes of the subject, the same ones that differences were made from.</summary>
    public IEnumerable<string> Caveats(IReadOnlyList<RecipeResult> sides)
    {
        string Names(IEnumerable<RecipeResult> some) => Figures.List(some.Select(side => names.Title(side.Recipe)));
        var single = sides.Where(side => side.N == 1).ToArray();
        if (single.Length > 0)
        {
            yield return $"n = 1 for {Names(single)}";
        }

        if (!noise.IsMeasured)
        {
            yield return "the noise band is assumed";
        }

        var imported = sides.Where(side => side.IsImported).ToArray();
        if (imported.Length > 0)
        {
            yield return $"not measured here: {Names(imported)}";
        }

        foreach (var difference in DifferenceCaveats(sides))
        {
            yield return difference;
        }

        var rising = sides.Where(side => side.Done.Any(cell => CurveCheck.Of(cell, noise, scale).IsStillRising)).ToArray();
        if (rising.Length > 0)
        {
            yield return $"not converged, still rising at the end: {Names(rising)}";
        }

        var odd = sides.Where(side => suspects.SelectMany(suspect => suspect.Cells)
            .Any(cell => side.Done.Any(done => done.Id == cell.Id))).ToArray();
        if (odd.Length > 0)
        {
            yield return $"among the suspects: {Names(odd)}";
        }

        if (sides.Select(side => side.Hardware).Distinct().Count() > 1 || sides.Any(side => side.Hardware == RecipeResult.Mixed))
        {
            yield return "trained on different devices";
        }
    }

    private IEnumerable<string> DifferenceCaveats(IReadOnlyList<RecipeResult> sides)
    {
        bool IsOne(RecipeResult side) => sides.Any(other => ReferenceEquals(other, side));
        var between = configs.Where(config => IsOne(config.Baseline) && IsOne(config.Variant)).ToArray();
        string[] undeclared = [.. between.SelectMany(config => config.Undeclared).Select(difference => difference.Path).Distinct()];
        if (undeclared.Length > 0)
        {
            yield return $"settings differ that nobody declared: {Figures.List(undeclared)}";
        }

        if (sides.Count > 1 && between.Any(config => !config.IsKnown))
        {
            yield return "which settings differ is not known";
        }
    }
}
