using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Panoptes.Dashboard.Catalog;

/// <summary>What runs are called on pages and in addresses.</summary>
internal static partial class RunNames
{
    private const int Digits = 12;

    /// <summary>What addresses name a folder by.</summary>
    public static string Id(string fullPath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fullPath)))[..Digits];

    /// <summary>A run's name, and the folder or study that it belongs to.</summary>
    /// <param name="fullPath">Its folder.</param>
    public static (string Name, string Place) Of(string fullPath)
    {
        if (Cell().Match(fullPath) is { Success: true } cell && Path.GetFileName(cell.Groups["study"].Value) is { Length: > 0 } study)
        {
            var attempt = cell.Groups["attempt"].Value;
            return ($"{cell.Groups["cell"].Value}{(attempt == "1" ? "" : $" ({attempt})")}", study);
        }

        return (Path.GetFileName(fullPath), Shown(Path.GetDirectoryName(fullPath) ?? "/"));
    }

    /// <summary>The name without seed and fingerprint.</summary>
    public static string Family(string name) => Seed().Replace(name, "");

    private static string Shown(string folder)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        return relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative;
    }

    [GeneratedRegex(@"^(?<study>.*)/cells/(?<cell>.+)/attempts/(?<attempt>\d+)/run$")]
    private static partial Regex Cell();

    [GeneratedRegex(@"[-/]s\d+(-[0-9a-f]{8,})?( \(\d+\))?$")]
    private static partial Regex Seed();
}
