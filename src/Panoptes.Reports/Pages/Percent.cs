using System.Globalization;

namespace Panoptes.Reports.Pages;

/// <summary>Shares as percentages, without the sign.</summary>
internal static class Percent
{
    /// <summary>A share of a count; a dash where there is nothing.</summary>
    public static string Of(long part, long all, string format = "0.0") => all == 0 ? "–" : Of((double)part / all, format);

    /// <summary>A share.</summary>
    public static string Of(double share, string format = "0.0") => (100 * share).ToString(format, CultureInfo.InvariantCulture);
}
