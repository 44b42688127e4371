using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>One place of a table.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Number">The number behind it in full, in the column's unit; null where it is none or absent.</param>
public readonly record struct Entry(string Text, double? Number = null)
{
    /// <summary>What stands where there is nothing.</summary>
    public const string Absent = "–";

    /// <summary>Nothing.</summary>
    public static Entry None => new(Absent);

    /// <summary>A word or sentence; nothing where it is empty.</summary>
    public static Entry Of(string? text) => string.IsNullOrEmpty(text) ? None : new Entry(text);

    /// <summary>A whole number.</summary>
    public static Entry Count(long? value) => value is { } number ? new Entry(Figures.Count(number), number) : None;

    /// <summary>A number with a fixed count of decimals.</summary>
    public static Entry Fixed(double? value, int decimals = 2) =>
        value is { } number && double.IsFinite(number) ? new Entry(Figures.Fixed(number, decimals), number) : None;

    /// <summary>Hours: two decimals, and of what is less than a tenth four significant digits.</summary>
    public static Entry Hours(double? value) =>
        value is { } number && double.IsFinite(number) ? new Entry(Figures.Hours(number), number) : None;

    /// <summary>A number with its sign.</summary>
    public static Entry Signed(double? value, int decimals = 2) =>
        value is { } number && double.IsFinite(number) ? new Entry(Figures.Signed(number, decimals), number) : None;

    /// <summary>A setting's value.</summary>
    internal static Entry Value(double? value) =>
        value is { } number && double.IsFinite(number) ? new Entry(Figures.Value(number), number) : None;

    /// <summary>A number with four significant digits.</summary>
    public static Entry Short(double? value) =>
        value is { } number && double.IsFinite(number) ? new Entry(Figures.Short(number), number) : None;
}
