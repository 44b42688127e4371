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
    public void The_version_is_printed() => Assert.Matches(@"^\d+\.\d+\.\d+", Panoptes.Run("--version").Output);
}
