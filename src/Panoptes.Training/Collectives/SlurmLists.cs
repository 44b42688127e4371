using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Training.Collectives;

/// <summary>Slurm's short forms of lists: <c>host[05-07,9],login</c> for hosts, <c>2(x3),1</c> for counts.</summary>
internal static partial class SlurmLists
{
    /// <summary>The first host of a list: the first number of each bracket.</summary>
    /// <param name="name">The variable that holds it.</param>
    /// <param name="text">The list.</param>
    /// <exception cref="InputException">It is no such list.</exception>
    public static string FirstHost(string name, string text) => Hosts().Match(text) is { Success: true } match
        ? Bracket().Replace(match.Groups["first"].Value, bracket => bracket.Groups["number"].Value)
        : throw new InputException(
            name, $"'{text}'", "a list of hosts such as node[05-07,9]", "set MASTER_ADDR to the host of rank 0, the same for all tasks");

    /// <summary>The count of one node.</summary>
    /// <param name="name">The variable that holds the list.</param>
    /// <param name="text">The list.</param>
    /// <param name="node">Which node, from 0; a list of one count holds for all nodes.</param>
    /// <exception cref="InputException">It is no such list, or has no such node.</exception>
    public static int CountAt(string name, string text, int node)
    {
        var past = 0L;
        var items = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (var item in items)
        {
            var match = Count().Match(item);
            if (!match.Success
                || !int.TryParse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture, out var count) || count == 0)
            {
                throw new InputException(
                    name, $"'{text}'", "a list of counts such as 2(x3),1", "start with srun, and do not set Slurm's variables by hand");
            }

            past += match.Groups["times"] is { Success: true } times ? long.Parse(times.ValueSpan, CultureInfo.InvariantCulture) : 1;
            if (node < past || (items.Length == 1 && !match.Groups["times"].Success))
            {
                return count;
            }
        }

        throw new InputException(
            "SLURM_NODEID", $"{node} with {name} '{text}'", "a node of that list",
            "start with srun, and do not set Slurm's variables by hand");
    }

    // Up to the first comma outside brackets; the rest only has to have no space.
    [GeneratedRegex(@"\A(?<first>(?:[\w.-]|\[\d[\d,-]*\])+)(?:,\S*)?\z")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"\[(?<number>\d+)[\d,-]*\]")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"\A(?<count>\d{1,9})(?:\(x(?<times>\d{1,9})\))?\z")]
    private static partial Regex Count();
}
