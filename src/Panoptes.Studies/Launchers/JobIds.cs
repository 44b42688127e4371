using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Launchers;

/// <summary>Numbers of jobs as schedulers write them.</summary>
internal static partial class JobIds
{
    private const int Most = 1_000_000;

    /// <summary>The number of a job, or of the array that it belongs to: 123 for <c>123</c>, <c>123_4</c> and <c>123[4]</c>.</summary>
    public static string Master(string job) => job.Split('_', '[')[0];

    /// <summary>
    /// The jobs that one entry of Slurm stands for: <c>123_[1,3-5%2]</c> and <c>123_[0-6:3]</c> are those of an array that are told
    /// together.
    /// </summary>
    public static IEnumerable<string> Expand(string entry)
    {
        var match = Together().Match(entry);
        if (!match.Success)
        {
            yield return entry;
            yield break;
        }

        foreach (var part in match.Groups[2].Value.Split(','))
        {
            if (Range().Match(part) is not { Success: true } range)
            {
                continue;
            }

            var first = Number(range.Groups[1], 0);
            var last = Number(range.Groups[2], first);
            var step = Math.Max(1, Number(range.Groups[3], 1));
            for (var i = first; i <= last && i < Most; i += step)
            {
                yield return $"{match.Groups[1].Value}_{i}";
            }
        }
    }

    private static int Number(Group group, int otherwise) =>
        group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"^(\d+)_\[([^\]%]*)(?:%\d+)?\]$")]
    private static partial Regex Together();

    [GeneratedRegex(@"^(\d{1,9})(?:-(\d{1,9}))?(?::(\d{1,9}))?$")]
    private static partial Regex Range();
}
