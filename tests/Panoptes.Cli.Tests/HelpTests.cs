using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Tests;

/// <summary>
/// The help of every verb, held against a file, so that a change of it is seen in review. To accept a change:
/// <c>PANOPTES_ACCEPT=1 ./panoptes test Help</c>.
/// </summary>
public sealed partial class HelpTests
{
    private static readonly string Accepted = Path.Combine(Clone.Root!, "tests", "Panoptes.Cli.Tests", "help.txt");

    [Fact]
    public void The_help_of_every_verb_reads_as_accepted()
    {
        var text = new StringBuilder();
        foreach (var path in Paths(CommandTree.Create(), []))
        {
            text.Append($"==== panoptes {string.Join(' ', path)}".TrimEnd()).Append('\n').Append(Help(path)).Append("\n\n");
        }

        if (Environment.GetEnvironmentVariable("PANOPTES_ACCEPT") == "1")
        {
            File.WriteAllText(Accepted, text.ToString());
        }

        Assert.Equal(File.ReadAllText(Accepted), text.ToString());
    }

    [Fact]
    public void Every_verb_that_does_something_has_a_description_and_an_example_that_parses()
    {
        foreach (var path in Paths(CommandTree.Create(), []).Where(path => path.Count > 0))
        {
            var verb = Assert.IsType<Verb>(Find(path));
            Assert.False(string.IsNullOrWhiteSpace(verb.Description), $"{verb.Name} has no description");
            Assert.All(verb.Options.Where(option => option is not System.CommandLine.Help.HelpOption), option => Assert.False(
                string.IsNullOrWhiteSpace(option.Description), $"{verb.Name} {option.Name}"));
            Assert.All(verb.Arguments, argument => Assert.False(
                string.IsNullOrWhiteSpace(argument.Description), $"{verb.Name} {argument.Name}"));
            Assert.NotEmpty(verb.Examples);
            Assert.All(verb.Examples, example =>
            {
                Assert.StartsWith($"./panoptes {string.Join(' ', path)}", example);
                Assert.Null(UsageErrors.Find(CommandTree.Create().Parse(Words(example["./panoptes ".Length..]))));
            });
        }
    }

    /// <summary>The words of a command line as a shell parts them, quotes taken off.</summary>
    private static string[] Words(string line) => [.. Word().Matches(line).Select(match => match.Value.Trim('\''))];

    private static IEnumerable<IReadOnlyList<string>> Paths(Command command, IReadOnlyList<string> path)
    {
        yield return path;
        foreach (var below in command.Subcommands.SelectMany(verb => Paths(verb, [.. path, verb.Name])))
        {
            yield return below;
        }
    }

    private static Command Find(IReadOnlyList<string> path) =>
        path.Aggregate((Command)CommandTree.Create(), (command, name) => command.Subcommands.Single(verb => verb.Name == name));

    private static string Help(IReadOnlyList<string> path)
    {
        var output = new StringWriter();
        Assert.Equal(0, PanoptesCommand.Run([.. path, "--help"], output, TextWriter.Null));
        // The name of the program is that of the process, which is another one in a test.
        var usage = Usage().Replace(output.ToString().ReplaceLineEndings("\n"), match => $"Usage:\n  panoptes{match.Groups[1].Value}");
        return string.Join('\n', usage.Split('\n').Select(line => line.TrimEnd())).TrimEnd();
    }

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"Usage:\n  \S+")]
    private static partial Regex Usage();
}
