using System.Globalization;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>What each slot of this machine has: its cores, its GPUs, and the command and variables that keep a cell to them.</summary>
internal sealed class LocalSlots
{
    private const string Status = "/proc/self/status";
    private const string Key = "Cpus_allowed_list:";
    private readonly LauncherConfig config;
    private readonly IReadOnlyList<int> cores;

    /// <summary>Deals them out.</summary>
    /// <exception cref="InputException">There are fewer cores than the slots ask for, or no taskset to pin with.</exception>
    public LocalSlots(LauncherConfig config)
        : this(config, Allowed(File.Exists(Status) ? File.ReadAllLines(Status) : []))
    {
        Require.That(
            config.Local.Cores == 0 || SchedulerPrograms.OfThisProcess("Linux").Find("taskset") is not null, "launcher.local.cores",
            $"{config.Local.Cores}, and no program taskset in PATH", "taskset, which pins a cell to its cores",
            "install util-linux, or set launcher.local.cores to 0");
    }

    /// <summary>Deals given cores out.</summary>
    internal LocalSlots(LauncherConfig config, IReadOnlyList<int> cores)
    {
        (this.config, this.cores) = (config, cores);
        var asked = config.Local.Slots * config.Local.Cores;
        Require.That(
            asked <= cores.Count, "launcher.local.cores", $"{config.Local.Slots} slots with {config.Local.Cores} cores each",
            $"at most the {cores.Count} cores that this process may use", "lower launcher.local.cores or launcher.local.slots");
    }

    /// <summary>How many there are.</summary>
    public int Count => config.Local.Slots;

    /// <summary>The command that a slot runs for a cell.</summary>
    public ChildCommand Command(int slot, ChildCommand command)
    {
        IReadOnlyList<string> words = [command.Program, .. command.Arguments];
        if (config.Local.Cores is > 0 and var count)
        {
            words = ["taskset", "--cpu-list", string.Join(',', cores.Skip(slot * count).Take(count)), .. words];
        }

        if (config.Setup.Count > 0 || config.Workdir.Length > 0)
        {
            string[] lines = [$"cd {ShellText.Quote(config.FullWorkdir())} || exit 1", .. config.Setup, "exec \"$@\""];
            words = ["/bin/bash", "-c", string.Join('\n', lines), "setup", .. words];
        }

        return new ChildCommand(words[0], [.. words.Skip(1)]);
    }

    /// <summary>Sets the variables of a cell's process.</summary>
    public void Set(IDictionary<string, string?> variables, int slot, string job, int port)
    {
        // Left by whatever started this process: they would be taken for the cell's own.
        foreach (var name in new[] { "RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE" })
        {
            variables.Remove(name);
        }

        variables["PANOPTES_SCHEDULER"] = "local";
        variables["PANOPTES_JOB"] = job;
        variables[LauncherProcess.Variable] = $"{Environment.ProcessId}";
        variables["MASTER_PORT"] = $"{port}";
        if (config.Local.Gpus.Count > 0)
        {
            variables["CUDA_VISIBLE_DEVICES"] = string.Join(',', config.Local.Gpus.Skip(slot * config.Processes).Take(config.Processes));
        }
    }

    /// <summary>The cores that a process may use, as the kernel writes them: <c>0-3,8</c>.</summary>
    internal static IReadOnlyList<int> Allowed(IEnumerable<string> status)
    {
        var list = status.FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim();
        return list is null ? [.. Enumerable.Range(0, Environment.ProcessorCount)] :
        [
            .. list.Split(',').SelectMany(range =>
            {
                var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
                return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
            }),
        ];
    }
}
