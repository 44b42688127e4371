using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>What a setting may be: one of some values, or a number of a range.</summary>
public sealed record SettingDistribution
{
    // The number of points of a range is kept where every point can be listed.
    private const long MostPoints = 100_000;
    private const double Slack = 1e-9;

    /// <summary>
    /// The values, each as it would stand on the command line, all as likely. Lists, mappings and null stand in quotes:
    /// <c>"[512, 512]"</c>, <c>"null"</c>. Empty for a range.
    /// </summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The lowest number, which may be drawn; null where there are values.</summary>
    public double? Low { get; init; }

    /// <summary>The highest number, above the lowest. It may be drawn where a step reaches it, or numbers are whole.</summary>
    public double? High { get; init; }

    /// <summary>On which scale numbers are as likely; <c>log</c> asks for a lowest number above 0.</summary>
    public SearchScale Scale { get; init; }

    /// <summary>
    /// What lies between one number and the next, from the lowest: a difference, above 0; on the logarithmic scale a factor, above 1.
    /// Null for any number between.
    /// </summary>
    public double? Step { get; init; }

    /// <summary>Whether numbers are whole; both ends are among them.</summary>
    public bool Integer { get; init; }

    /// <summary>
    /// Other settings of the space, and which of their values this one goes with: it is left out of trials where one of them has another
    /// value, or is left out itself. Empty for always.
    /// </summary>
    public IReadOnlyDictionary<string, string> When { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is one of some values rather than a number of a range.</summary>
    internal bool IsChoice => Values.Count > 0;

    /// <summary>Whether what it takes are numbers, which have an order.</summary>
    internal bool IsNumeric => !IsChoice || Values.All(value => NumberOf(value) is not null);

    /// <summary>A setting's text as a number; null where it is none.</summary>
    internal static double? NumberOf(string text) =>
        double.TryParse(text.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Checks the distribution of a setting.</summary>
    /// <exception cref="InputException">It is neither values nor a range, or its range cannot be drawn from.</exception>
    internal void Validate(string name)
    {
        if (IsChoice)
        {
            var isBoth = Low is not null || High is not null || Step is not null || Integer || Scale != SearchScale.Linear;
            Require.That(!isBoth, name, "values and a range", "values, or low and high", "remove one of the two");
            Require.That(
                Values.Distinct().Count() == Values.Count, $"{name}.values", string.Join(", ", Values), "each value once",
                "remove what is there twice");
            return;
        }

        Require.That(
            Low is not null && High is not null, name, "neither values nor both ends of a range", "values, or low and high",
            "write {values: [a, b]} or {low: 1e-5, high: 1e-2, scale: log}");
        Require.That(Low < High, $"{name}.high", High, $"more than low, {Number(Low!.Value)}", "exchange or correct the two");
        Require.That(Scale == SearchScale.Linear || Low > 0, $"{name}.low", Low, "above 0 on the logarithmic scale", "raise it");
        var least = Scale == SearchScale.Log ? 1 : 0;
        Require.That(
            Step is null || Step > least, $"{name}.step", Step, Scale == SearchScale.Log ? "a factor above 1" : "above 0",
            "correct it, or leave it out");
        if (Integer)
        {
            Require.That(IsWhole(Low.Value), $"{name}.low", Low, "a whole number, as integer is true", "correct one of the two");
            Require.That(IsWhole(High!.Value), $"{name}.high", High, "a whole number, as integer is true", "correct one of the two");
            Require.That(
                Step is null || Scale == SearchScale.Log || IsWhole(Step.Value), $"{name}.step", Step,
                "a whole number, as integer is true", "correct one of the two");
        }

        Require.That(
            Step is null || PointCount() <= MostPoints, $"{name}.step", Step, $"at most {MostPoints} numbers", "widen the step");
    }

    /// <summary>Draws a value.</summary>
    internal string Draw(SeededRandom random)
    {
        if (IsChoice)
        {
            return Values[random.NextInt(0, Values.Count)];
        }

        var (low, high) = (Low!.Value, High!.Value);
        if (Step is not null)
        {
            return Text(Point(random.NextInt(0, (int)PointCount())));
        }

        if (Scale == SearchScale.Linear)
        {
            // Every whole number is as likely as any other, the ends as well.
            return Text(Integer
                ? Math.Min(high, Math.Floor(random.NextDouble(low, high + 1)))
                : Math.Clamp(Rounded(random.NextDouble(low, high), 6), low, high));
        }

        var reach = Integer ? 0.5 : 0;
        var number = Math.Exp(random.NextDouble(Math.Log(low - reach), Math.Log(high + reach)));
        return Text(Math.Clamp(Integer ? Math.Round(number) : Rounded(number, 6), low, high));
    }

    /// <summary>All values in order; null where they cannot be counted or are too many to list.</summary>
    internal IReadOnlyList<string>? Points()
    {
        if (IsChoice)
        {
            return Values;
        }

        return (Step is not null || Integer) && PointCount() <= MostPoints
            ? [.. Enumerable.Range(0, (int)PointCount()).Select(place => Text(Point(place))).Distinct()]
            : null;
    }

    // A step of a factor that is not quite reached because of rounding is taken as reached.
    private double PointCount() => 1 + Math.Floor(Slack + (Scale == SearchScale.Log && Step is { } factor
        ? Math.Log(High!.Value / Low!.Value) / Math.Log(factor)
        : (High!.Value - Low!.Value) / (Step ?? 1)));

    private double Point(int place)
    {
        var number = Scale == SearchScale.Log && Step is { } factor
            ? Low!.Value * Math.Pow(factor, place)
            : Low!.Value + (place * (Step ?? 1));
        return Math.Clamp(Integer ? Math.Round(number) : Rounded(number, 12), Low.Value, High!.Value);
    }

    private static bool IsWhole(double number) => Math.Abs(number) <= 1L << 53 && Math.Floor(number) == number;

    private static double Rounded(double number, int digits) =>
        double.Parse(number.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private string Text(double number) => Integer ? ((long)number).ToString(CultureInfo.InvariantCulture) : Number(number);

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
