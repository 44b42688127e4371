using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Panoptes.Cli.CommandLine;
using Panoptes.Dashboard.Serving;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>dashboard</c>: runs and studies in a browser.</summary>
internal static class DashboardVerb
{
    private static readonly string[] UsualFolders = ["runs", "studies"];

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var folders = new Argument<string[]?>("FOLDER")
        {
            Description = "Folders that hold runs and studies, at any depth; runs and studies where left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var port = new Option<int?>("--port")
        {
            Description = "The port; 8642 where left out, or any that is free where that is taken.",
            HelpName = "N",
        };
        var bind = new Option<string>("--bind")
        {
            Description = "The address to listen at; others than 127.0.0.1 can be reached by other machines, without encryption.",
            DefaultValueFactory = _ => "127.0.0.1",
            HelpName = "ADDRESS",
        };
        var verb = new Verb(
            "dashboard",
            "Shows runs and studies in a browser while they go on: lists to filter, sort, group, tag and note; curves of any runs laid "
                + "over each other; comparisons; logs and files. Listens on this machine alone, and prints the address with a token that "
                + "every request needs. Ctrl-C ends it.",
            "./panoptes dashboard",
            "./panoptes dashboard runs /data/team/runs --port 9000") { folders, port, bind };
        verb.SetAction((parsed, cancel) => Serve(
            parsed.GetValue(folders) is { Length: > 0 } named ? Existing(named) : UsualFolders, parsed.GetValue(port),
            parsed.GetRequiredValue(bind), parsed.InvocationConfiguration.Output, cancel));
        return verb;
    }

    // Whoever names a folder means one that is there; the usual ones may come later.
    private static string[] Existing(string[] folders)
    {
        foreach (var folder in folders.Where(folder => !Directory.Exists(folder)))
        {
            throw new InputException(folder, "no such folder", "a folder that holds runs or studies", "check the path");
        }

        return folders;
    }

    // Kept apart, so that nothing of a web server is loaded before it is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> Serve(string[] folders, int? port, string bind, TextWriter output, CancellationToken cancel)
    {
        if (port is { } given)
        {
            Require.Within("--port", given, 1, ushort.MaxValue);
        }

        if (!IPAddress.TryParse(bind, out var address))
        {
            throw new InputException("--bind", $"'{bind}'", "an address in digits, such as 127.0.0.1", "correct it");
        }

        var host = await DashboardHost.Start(new DashboardOptions { Folders = folders, Address = address, Port = port }, cancel);
        await using (host)
        {
            await output.WriteLineAsync($"dashboard of {string.Join(", ", folders)}: {host.Address}");
            await output.FlushAsync(cancel);
            await host.WaitForEnd();
        }

        return ExitCode.Done;
    }
}
