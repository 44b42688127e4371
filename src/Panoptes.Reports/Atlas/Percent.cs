using System.Globalization;

namespace Panoptes.Reports.Atlas;

/// <summary>Shares of counts as text.</summary>
internal static class Percent
{
    /// <summary>A share in percent, one decimal; a dash where there is nothing.</summary>
    public static string Of(long part, long all) =>
        all == 0 ? "–" : (100.0 * part / all).ToString("0.0", CultureInfo.InvariantCulture);
}
