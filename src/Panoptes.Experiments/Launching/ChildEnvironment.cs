namespace Panoptes.Experiments.Launching;

/// <summary>
/// What a process is told of its place: torchrun's variables, and two of our own. Every process reads them by
/// <see cref="Training.Collectives.ProcessPlace"/>.
/// </summary>
internal static class ChildEnvironment
{
    private const string Store = "PANOPTES_STORE";

    // Left by whatever started the launcher: they would be taken for our own.
    private static readonly string[] NotOurs =
    [
        Store, "MASTER_ADDR", "MASTER_PORT", "GROUP_RANK", "ROLE_RANK", "ROLE_WORLD_SIZE", "TORCHELASTIC_RUN_ID",
        "TORCHELASTIC_RESTART_COUNT", "TORCHELASTIC_MAX_RESTARTS", "TORCHELASTIC_USE_AGENT_STORE",
    ];

    /// <summary>
    /// Sets a process's variables. Threads: processes share the machine's cores, so that each gets its part of them, by two variables that
    /// are left as they are where they are set: OMP_NUM_THREADS, which the tensor engine of a process of several takes
    /// (<see cref="Training.Collectives.ProcessThreads"/>), and DOTNET_PROCESSOR_COUNT, for what C# does on all cores: reading, measuring,
    /// the thread pool.
    /// </summary>
    /// <param name="variables">Those of the launcher, which become the process's.</param>
    /// <param name="options">How many processes there are.</param>
    /// <param name="local">Which process of this machine.</param>
    /// <param name="restart">How often they were started before.</param>
    /// <param name="store">The file where they meet if there is one machine.</param>
    /// <param name="cores">This machine's cores.</param>
    public static void Set(
        IDictionary<string, string?> variables, LaunchOptions options, int local, int restart, string store, int cores)
    {
        foreach (var name in NotOurs)
        {
            variables.Remove(name);
        }

        variables["RANK"] = $"{options.FirstRank + local}";
        variables["WORLD_SIZE"] = $"{options.Size}";
        variables["LOCAL_RANK"] = $"{local}";
        variables["LOCAL_WORLD_SIZE"] = $"{options.Processes}";
        variables["PANOPTES_RESTARTS"] = $"{restart}";
        variables[LauncherProcess.Variable] = $"{Environment.ProcessId}";
        if (options.Hosts == 1)
        {
            variables[Store] = store;
        }
        else
        {
            var (host, port) = options.Endpoint();
            variables["MASTER_ADDR"] = host;
            variables["MASTER_PORT"] = $"{port}";
        }

        var threads = $"{Math.Max(1, cores / options.Processes)}";
        foreach (var name in new[] { "OMP_NUM_THREADS", "DOTNET_PROCESSOR_COUNT" })
        {
            variables[name] = variables.TryGetValue(name, out var set) && !string.IsNullOrEmpty(set) ? set : threads;
        }
    }
}
