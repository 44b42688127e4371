using System.CommandLine;
using System.Diagnostics;
using Panoptes.Cli.Shell;

namespace Panoptes.Cli.Tests;

public sealed class ManTests
{
    private static readonly string Page = ManPage.Of(CommandTree.Create(), "1.2.3");

    [Fact]
    public void Every_verb_that_is_shown_has_its_part_and_hidden_ones_have_none()
    {
        Assert.All(Verbs(CommandTree.Create(), ""), path => Assert.Contains($".SS \"panoptes {path.Replace("-", "\\-")}\"\n", Page));
        Assert.DoesNotContain("panoptes complete\"", Page);
        Assert.Contains(".TH \"PANOPTES\" \"1\" \"\" \"Panoptes 1.2.3\"", Page);
        Assert.Contains("\\fB\\-\\-format\\fR", Page);
    }

    [Fact]
    public async Task Groff_formats_it_without_a_warning_and_says_quotes_and_backslashes_as_they_are()
    {
        if (!File.Exists("/usr/bin/groff"))
        {
            return;
        }

        using var process = Process.Start(new ProcessStartInfo("groff", ["-man", "-Tascii", "-ww", "-P-c"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(Page);
        process.StandardInput.Close();
        Assert.Equal("", await error);
        Assert.Contains("'augmentation.crop=[320, 416]'", await output);
    }

    private static IEnumerable<string> Verbs(Command command, string above) => command.Subcommands.Where(verb => !verb.Hidden).SelectMany(
        verb => verb.Subcommands.Count == 0 ? [$"{above}{verb.Name}"] : Verbs(verb, $"{above}{verb.Name} "));
}
