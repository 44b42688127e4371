using System.Globalization;

namespace Panoptes.Studies.Analysis;

/// <summary>How numbers are written in sentences and tables.</summary>
internal static class Figures
{
    /// <summary>With a fixed count of decimals.</summary>
    public static string Fixed(double value, int decimals = 2) =>
        Unsigned(value.ToString($"F{decimals}", CultureInfo.InvariantCulture));

    /// <summary>With a sign, and a fixed count of decimals.</summary>
    public static string Signed(double value, int decimals = 2)
    {
        var text = Fixed(value, decimals);
        return text[0] == '-' || text.All(letter => letter is '0' or '.') ? text : $"+{text}";
    }

    /// <summary>A count with commas between thousands.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>With four significant digits, such as a learning rate.</summary>
    public static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Hours with two decimals, and below a tenth with four significant digits.</summary>
    public static string Hours(double value) => Math.Abs(value) < 0.1 ? Short(value) : Fixed(value);

    /// <summary>A setting's value: a whole number with commas between thousands, another with four significant digits.</summary>
    public static string Value(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15 ? Count((long)value) : Short(value);

    /// <summary>A count and the word for its things.</summary>
    public static string Number(int count, string one, string several) => count == 1 ? $"1 {one}" : $"{count} {several}";

    /// <summary>Names with commas.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>Seconds as hours and minutes, such as <c>5 h 24 min</c>.</summary>
    public static string Span(double seconds)
    {
        var minutes = (long)Math.Ceiling(seconds / 60);
        return minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60} min";
    }

    // A rounded zero has no sign.
    private static string Unsigned(string text) =>
        text[0] == '-' && text.All(letter => letter is '-' or '0' or '.') ? text[1..] : text;
}
