using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Panoptes.Cli.CommandLine;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    // Fixed, so that help reads the same in a terminal, in a pipe and in the documentation.
    private const int Width = 110;
    private readonly HelpAction standard = new() { MaxWidth = Width };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts it in the place of every help option of a root command.</summary>
    public static void Use(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples();
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var text = new StringWriter();
        var output = parseResult.InvocationConfiguration.Output;
        parseResult.InvocationConfiguration.Output = text;
        standard.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.WriteLine(text.ToString().TrimEnd());
        if (parseResult.CommandResult.Command is Verb { Examples: { Count: > 0 } examples })
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }
        }

        return ExitCode.Done;
    }
}
