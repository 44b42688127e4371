using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Scoring;

/// <summary>One number of two prediction sets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="A">Of the first.</param>
/// <param name="B">Of the second.</param>
/// <param name="Difference">Interval of B less A over draws of images, the same draws for both.</param>
/// <param name="ShareOfDrawsWonByB">Share of the draws in which B is above A; ties count half.</param>
public sealed record ComparedNumber(string Name, double A, double B, Interval Difference, double ShareOfDrawsWonByB)
{
    /// <summary>Whether a higher number is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether the interval leaves out 0.</summary>
    public bool IsClear => Difference.Low > 0 || Difference.High < 0;
}

/// <summary>A paired comparison of two prediction sets on the same images.</summary>
/// <param name="Headlines">The numbers at the top.</param>
/// <param name="Classes">The main number of every class.</param>
/// <param name="ClassesWonByA">Classes in which A is above B.</param>
/// <param name="ClassesWonByB">Classes in which B is above A.</param>
/// <param name="ClassesTied">Classes in which they are equal.</param>
public sealed record ScoreComparison(
    IReadOnlyList<ComparedNumber> Headlines, IReadOnlyList<ComparedNumber> Classes, int ClassesWonByA, int ClassesWonByB, int ClassesTied)
{
    /// <summary>Further numbers of the two, such as those of things by size and class.</summary>
    public IReadOnlyList<ComparedNumber> Further { get; init; } = [];

    /// <summary>Compares two reports of the same kind on the same ground truth.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="percent">How sure the intervals are.</param>
    /// <param name="draws">How many draws of images.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="InputException">They follow other rules or have other images.</exception>
    public static ScoreComparison Of(ScoreReport a, ScoreReport b, double percent = 95, int draws = Bootstrap.DefaultDraws, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Protocol != b.Protocol || !a.Resampling.Images.SequenceEqual(b.Resampling.Images))
        {
            throw new InputException(
                b.Title, $"{b.Protocol} on {b.Resampling.Images.Count} images",
                $"{a.Protocol} on the {a.Resampling.Images.Count} images of {a.Title}", "score both against the same ground truth");
        }

        return Of(
            a.Resampling, b.Resampling, [.. a.Headlines.Select(h => new NumberName(h.Name, h.HigherIsBetter))], percent, draws, seed);
    }

    /// <summary>Compares the numbers of two sides on the same images, over the same draws.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second, with the same images, classes and further numbers.</param>
    /// <param name="headlines">Names of the headlines of both.</param>
    /// <param name="percent">How sure the intervals are.</param>
    /// <param name="draws">How many draws of images.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static ScoreComparison Of(
        Resampling a, Resampling b, IReadOnlyList<NumberName> headlines, double percent = 95, int draws = Bootstrap.DefaultDraws,
        long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(headlines);
        var drawn = Bootstrap.Draw(a.Images.Count, draws, seed, weights => (A: a.Score(weights), B: b.Score(weights)));
        var (onceA, onceB) = (a.Once(), b.Once());
        IReadOnlyList<ComparedNumber> All(IEnumerable<NumberName> names, Func<ResampledScores, double[]> of) =>
            [.. names.Select((name, i) => Compare(
                name, of(onceA)[i], of(onceB)[i], [.. drawn.Select(d => (of(d.A)[i], of(d.B)[i]))], percent))];
        var classes = All(a.Classes.Select(name => new NumberName(name)), scores => scores.Classes);
        return new ScoreComparison(
            All(headlines, scores => scores.Headlines), classes, classes.Count(c => c.A > c.B), classes.Count(c => c.B > c.A),
            classes.Count(c => c.A == c.B))
        {
            Further = All(a.Further, scores => scores.Further),
        };
    }

    /// <summary>The comparison as tables.</summary>
    public IReadOnlyList<ScoreTable> Tables =>
    [
        Table("comparison", Headlines),
        .. Classes.Count > 0 ? [Table("classes", Classes)] : Array.Empty<ScoreTable>(),
        .. Further.Count > 0 ? [Table("things by size and class", Further) with { File = "things" }] : Array.Empty<ScoreTable>(),
    ];

    /// <summary>The comparison in full precision.</summary>
    public JsonObject ToJson() => new()
    {
        ["headlines"] = ToJson(Headlines),
        ["classes"] = ToJson(Classes),
        ["further"] = ToJson(Further),
        ["classes_won_by_a"] = ClassesWonByA,
        ["classes_won_by_b"] = ClassesWonByB,
        ["classes_tied"] = ClassesTied,
    };

    private static JsonArray ToJson(IEnumerable<ComparedNumber> numbers) => new([.. numbers.Select(n => (JsonNode)new JsonObject
    {
        ["name"] = n.Name,
        ["a"] = ScoreJson.Number(n.A),
        ["b"] = ScoreJson.Number(n.B),
        ["difference"] = ScoreJson.Number(n.B - n.A),
        ["low"] = ScoreJson.Number(n.Difference.Low),
        ["high"] = ScoreJson.Number(n.Difference.High),
        ["percent"] = n.Difference.Percent,
        ["share_of_draws_won_by_b"] = ScoreJson.Number(n.ShareOfDrawsWonByB),
    })]);

    private static ScoreTable Table(string name, IEnumerable<ComparedNumber> numbers) => new(
        name,
        ["", "A", "B", "B - A", "low", "high", "B wins", "clear"],
        [.. numbers.Select(
            n => (IReadOnlyList<object>)[
                n.Name, n.A, n.B, n.B - n.A, n.Difference.Low, n.Difference.High, n.ShareOfDrawsWonByB, n.IsClear ? "yes" : "no",
            ])]);

    private static ComparedNumber Compare(NumberName name, double a, double b, (double A, double B)[] draws, double percent)
    {
        var valid = draws.Where(d => !double.IsNaN(d.A) && !double.IsNaN(d.B)).ToArray();
        var wins = valid.Sum(d => d.B > d.A ? 1 : d.B == d.A ? 0.5 : 0);
        return new ComparedNumber(
            name.Name, a, b, Bootstrap.IntervalOf(valid.Select(d => d.B - d.A), percent),
            valid.Length == 0 ? double.NaN : wins / valid.Length)
        {
            HigherIsBetter = name.HigherIsBetter,
        };
    }
}
