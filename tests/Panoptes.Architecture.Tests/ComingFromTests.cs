using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>The page for people of other toolkits names settings and verbs that there are.</summary>
public sealed partial class ComingFromTests
{
    [Fact]
    public void Every_key_is_a_setting()
    {
        var known = Keys().Matches(Page("configuration.md")).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var named = Right().SelectMany(cell => Code().Matches(cell)).Select(match => match.Groups[1].Value)
            .Where(code => Dotted().IsMatch(code)).Distinct().ToList();
        Assert.InRange(named.Count, 50, known.Count);
        Assert.All(named, key => Assert.Contains(known, other => other == key || other.StartsWith($"{key}.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_command_is_a_verb()
    {
        var help = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Panoptes.Cli.Tests", "help.txt"));
        var named = Commands().Matches(Page("coming-from.md")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.InRange(named.Count, 10, 100);
        Assert.All(named, verb => Assert.Contains($"panoptes {verb} ", help));
    }

    private static IEnumerable<string> Right() => Page("coming-from.md").Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(" | ")[^1]);

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    [GeneratedRegex(@"^\| `([a-z_.]+)(?:\[\][a-z_.]*)?` \|", RegexOptions.Multiline)]
    private static partial Regex Keys();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(data|augmentation|loader|model|train|run|report)\.(?!html)[a-z_.]+$")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"`panoptes ([a-z]+(?: [a-z]+)?)`")]
    private static partial Regex Commands();
}
