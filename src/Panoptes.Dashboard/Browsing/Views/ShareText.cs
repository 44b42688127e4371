using System.Globalization;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>Shares as text.</summary>
internal static class ShareText
{
    /// <summary>In percent, such as <c>3.2 %</c>.</summary>
    public static string Percent(double share) => $"{Number(100 * share)} %";

    /// <summary>A number with as many digits as are read.</summary>
    public static string Number(double value) =>
        value.ToString(value is > 0 and < 0.1 ? "0.###" : value < 10 ? "0.##" : "0.#", CultureInfo.InvariantCulture);
}
