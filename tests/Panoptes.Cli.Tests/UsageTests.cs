using System.CommandLine;

namespace Panoptes.Cli.Tests;

/// <summary>What is said when the command line itself is wrong.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("docter", "did you mean 'doctor'?")]
    [InlineData("trian", "did you mean 'train'?")]
    [InlineData("config sho", "did you mean 'show'?")]
    [InlineData("doctor --jsn", "unknown option '--jsn'; did you mean '--json'?")]
    [InlineData("data chek .", "did you mean 'check'?")]
    [InlineData("zzzzzzzzzzzz", "unknown verb 'zzzzzzzzzzzz'; see 'panoptes --help'")]
    [InlineData("config", "a verb is missing: one of show")]
    [InlineData("train", "panoptes train: ")]
    [InlineData("train a.yaml --dry-run", "unknown option '--dry-run'")]
    public void A_wrong_command_line_gets_one_line_the_nearest_name_and_exit_code_2(string line, string expected)
    {
        var outcome = Panoptes.Run(line.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(expected, Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void Without_a_verb_the_help_is_shown_and_the_exit_code_says_that_nothing_ran()
    {
        var outcome = Panoptes.Run();
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Commands:", outcome.Output);
    }

    [Fact]
    public void An_empty_word_is_refused_in_one_line_by_every_verb_that_takes_words()
    {
        var verbs = Verbs(CommandTree.Create(), []).ToList();
        Assert.Contains(verbs, verb => verb.Path is ["study", "lint"]);
        foreach (var (path, verb) in verbs)
        {
            var before = new List<string>();
            foreach (var argument in verb.Arguments)
            {
                if (TakesWords(argument.ValueType))
                {
                    Refused([.. path, .. before, ""], argument.Name);
                }

                before.Add("x");
            }

            foreach (var option in verb.Options.Where(option => TakesWords(option.ValueType)))
            {
                Refused([.. path, option.Name, ""], option.Name);
                Assert.Equal(2, PanoptesCommand.Run([.. path, $"{option.Name}="], TextWriter.Null, TextWriter.Null));
            }
        }

        static bool TakesWords(Type type) => type == typeof(string) || type == typeof(string[]);
    }

    [Fact]
    public void The_version_is_printed() => Assert.Matches(@"^\d+\.\d+\.\d+", Panoptes.Run("--version").Output);

    private static IEnumerable<(string[] Path, Command Verb)> Verbs(Command command, string[] path) => command.Subcommands
        .Where(verb => !verb.Hidden && verb.Name != "launch")
        .SelectMany(verb => Verbs(verb, [.. path, verb.Name]).Prepend(([.. path, verb.Name], verb)));

    private static void Refused(string[] words, string name)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = PanoptesCommand.Run(words, output, error);
        var line = $"panoptes {string.Join(' ', words.Select(word => word.Length > 0 ? word : "''"))}: {code}: {error}";
        Assert.True(code == 2 && output.ToString().Length == 0, line);
        Assert.True(
            error.ToString().Count(letter => letter == '\n') == 1 && error.ToString().Contains($"found an empty word for {name};"), line);
    }
}
