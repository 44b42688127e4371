using System.CommandLine;
using System.Text.RegularExpressions;
using Panoptes.Cli;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Architecture.Tests;

/// <summary>What the documentation shows exists.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. Repository.FilesEnding(".md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_line_shown_is_one_that_the_program_understands(string page)
    {
        // A verb's bare name in a sentence is a mention, not a command line.
        var verbs = Leaves(CommandTree.Create(), "").ToHashSet();
        foreach (var line in CommandLines(Repository.Text(page)).Where(line => !verbs.Contains(line)))
        {
            var parsed = CommandTree.Create().Parse(Words(line));
            Assert.True(
                UsageErrors.Find(parsed) is null || parsed.Action is HelpWithExamples,
                $"{page}: ./panoptes {line}: {UsageErrors.Find(parsed)}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        foreach (Match match in Link().Matches(Repository.Text(page)))
        {
            var target = match.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains("://"))
            {
                var path = Path.GetFullPath(Path.Combine(folder, target));
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{page}: {target}");
            }
        }
    }

    [Fact]
    public void Every_source_named_by_folder_and_file_exists()
    {
        var sources = Repository.FilesEnding(".cs").Select(file => file.Replace("src/Panoptes.", "src/")).ToArray();
        var named = from page in Repository.FilesEnding(".md")
                    from Match match in Source().Matches(Repository.Text(page))
                    select (page, Name: match.Groups[1].Value);
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, entry => !sources.Any(source => source.EndsWith($"/{entry.Name}.cs", StringComparison.Ordinal)
            || source.Contains($"/{entry.Name}/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_verb_is_in_the_documentation()
    {
        var shown = Repository.FilesEnding(".md").SelectMany(page => CommandLines(Repository.Text(page))).ToArray();
        foreach (var path in Leaves(CommandTree.Create(), ""))
        {
            Assert.Contains(shown, line => line == path || line.StartsWith(path + " "));
        }
    }

    [Fact]
    public void Command_lines_are_found_in_text()
    {
        const string page = "Run `./panoptes doctor`, then:\n\n    PANOPTES_ACCEPT=1 ./panoptes test --slow 'A b'   # comment\n    "
            + "./panoptes config show > all.yaml\n";
        Assert.Equal(["doctor", "test --slow 'A b'", "config show"], CommandLines(page));
    }

    private static IEnumerable<string> CommandLines(string text) =>
        Command().Matches(text).Select(match => match.Groups[1].Value.Trim()).Where(line => line.Length > 0);

    private static string[] Words(string line) => [.. Word().Matches(line).Select(match => match.Value.Trim('\''))];

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(verb => Leaves(verb, $"{path} {verb.Name}".Trim()));

    // Up to the end of the code, a comment, a pipe or a redirection. Environment settings before it do not matter.
    [GeneratedRegex(@"\./panoptes +([^`\n#|>&]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"`((?:[A-Z]\w+/)+[A-Z]\w+)(?:\.cs)?`")]
    private static partial Regex Source();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
