using System.CommandLine;
using System.Reflection;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Shell;

/// <summary><c>man</c>: the manual page.</summary>
internal static class ManVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "man",
            "Prints the manual page of all verbs: './panoptes man | man -l -' reads it, and as man1/panoptes.1 below a folder of MANPATH "
                + "it is found by its name.",
            "./panoptes man");
        verb.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ManPage.Of(
            (RootCommand)parsed.RootCommandResult.Command, Version())));
        return verb;
    }

    private static string Version() => typeof(ManVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0] ?? "";
}
