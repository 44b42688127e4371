using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Shell;

/// <summary>The manual as a page of man(7), made from the verbs themselves.</summary>
internal sealed class ManPage
{
    private static readonly (string Code, string Meaning)[] Codes =
    [
        ("0", "Done."),
        ("1", "Something given cannot be used, or a check found errors; one line on standard error says what."),
        ("2", "The command line is wrong."),
        ("70", "A defect of the program; the line names the file with its trace."),
        ("75", "A training was stopped and saved; the same command goes on with it."),
        ("130", "Ended at once by a second Ctrl-C."),
    ];

    private readonly StringBuilder text = new();

    private ManPage()
    {
    }

    /// <summary>The page.</summary>
    /// <param name="root">All verbs.</param>
    /// <param name="version">The program's version.</param>
    public static string Of(RootCommand root, string version)
    {
        var page = new ManPage();
        page.Macro("TH", "PANOPTES", "1", "", $"Panoptes {version}", "Panoptes Manual");
        page.Section("NAME");
        page.Line($"panoptes \\- {Escape(Lower(root.Description!.TrimEnd('.')))}");
        page.Section("SYNOPSIS");
        page.Line("\\fBpanoptes\\fR \\fIVERB\\fR [\\fIARGUMENT\\fR...] [\\fIOPTION\\fR...]");
        page.Section("DESCRIPTION");
        page.Text(root.Description!);
        page.Text(
            "Settings are written KEY=VALUE, as in configuration files, and win over these. 'panoptes VERB --help' says the same of one "
                + "verb.");
        page.Section("VERBS");
        foreach (var verb in root.Subcommands.Where(verb => !verb.Hidden))
        {
            page.Verb(verb, verb.Name);
        }

        page.Section("EXIT STATUS");
        foreach (var (code, meaning) in Codes)
        {
            page.Entry($"\\fB{code}\\fR", meaning);
        }

        page.Section("FILES");
        page.Entry("\\fIruns/\\fR", "The runs, a folder each.");
        page.Entry("\\fIpredictions/\\fR, \\fIweights/\\fR, \\fIstudies/\\fR", "Where verbs write that are given no other place.");
        return page.text.ToString();
    }

    private void Verb(Command verb, string path)
    {
        var shown = verb.Subcommands.Where(sub => !sub.Hidden).ToList();
        if (shown.Count == 0 || verb.Action is not null)
        {
            Macro("SS", $"panoptes {path}");
            Line(Synopsis(verb, path));
            Macro("PP");
            Text(verb.Description ?? "");
            foreach (var argument in verb.Arguments.Where(argument => !argument.Hidden))
            {
                Entry($"\\fI{Escape(argument.Name)}\\fR", argument.Description ?? "");
            }

            foreach (var option in verb.Options.Where(option => !option.Hidden && option is not HelpOption))
            {
                Entry(
                    $"\\fB{Escape(option.Name)}\\fR{(option.HelpName is { } value ? $" \\fI{Escape(value)}\\fR" : "")}",
                    option.Description ?? "");
            }

            Examples(verb);
        }

        foreach (var sub in shown)
        {
            Verb(sub, $"{path} {sub.Name}");
        }
    }

    private static string Synopsis(Command verb, string path)
    {
        var words = verb.Arguments.Where(argument => !argument.Hidden).Select(argument =>
        {
            var name = $"\\fI{Escape(argument.Name)}\\fR{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
            return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
        });
        return string.Join(' ', words.Prepend($"\\fBpanoptes {Escape(path)}\\fR").Append("[\\fIOPTION\\fR...]"));
    }

    private void Examples(Command verb)
    {
        if (verb is not Verb { Examples: { Count: > 0 } examples })
        {
            return;
        }

        Macro("PP");
        Line("Examples:");
        Macro("PP");
        Macro("EX");
        foreach (var example in examples)
        {
            Text(example);
        }

        Macro("EE");
    }

    private void Section(string name) => Macro("SH", name);

    private void Entry(string head, string description)
    {
        Macro("TP");
        Line(head);
        Text(description);
    }

    private void Macro(string name, params string[] words)
    {
        text.Append('.').Append(name);
        foreach (var word in words)
        {
            text.Append(" \"").Append(Escape(word).Replace("\"", "\\(dq", StringComparison.Ordinal)).Append('"');
        }

        text.Append('\n');
    }

    private void Text(string plain) => Line(Escape(plain));

    // A line that begins with a dot or a quote would be a request.
    private void Line(string line) => text.Append(line is ['.' or '\'', ..] ? "\\&" : "").Append(line).Append('\n');

    private static string Escape(string plain) =>
        plain.Replace("\\", "\\(rs", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal).Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal).Replace("`", "\\(ga", StringComparison.Ordinal);

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
