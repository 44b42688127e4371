using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>What is asked of LSF for each cell.</summary>
public sealed record LsfConfig
{
    private const int LongestSignal = 65_535;

    /// <summary>The queue; empty takes the cluster's default.</summary>
    public string Queue { get; init; } = "";

    /// <summary>The project that is charged; empty takes the user's default.</summary>
    public string Project { get; init; } = "";

    /// <summary>The run limit as <c>bsub -W</c> writes it, minutes or <c>HH:MM</c>; empty takes the queue's.</summary>
    public string Walltime { get; init; } = "";

    /// <summary>GPUs for each process of a cell.</summary>
    public int Gpus { get; init; }

    /// <summary>The mode of the GPUs; empty takes the cluster's default.</summary>
    public string GpuMode { get; init; } = "exclusive_process";

    /// <summary>
    /// Memory of each GPU, such as <c>24G</c>; empty takes what the cell is known to need, or does not ask.
    /// </summary>
    public string Gmem { get; init; } = "";

    /// <summary>Cores for each process of a cell; 0 takes the cluster's default.</summary>
    public int Cpus { get; init; }

    /// <summary>Memory of a cell, such as <c>24G</c>, which is reserved and its limit; empty takes the cluster's default.</summary>
    public string Mem { get; init; } = "";

    /// <summary>Cells of an array that run at the same time; 0 for no limit.</summary>
    public int ArrayLimit { get; init; }

    /// <summary>Most cells of one array: the cluster's MAX_JOB_ARRAY_SIZE.</summary>
    public int ArraySize { get; init; } = 1000;

    /// <summary>
    /// Seconds before the run limit at which a cell is told to save, 0 to 65535; 0 for never. LSF counts minutes: it is rounded up.
    /// </summary>
    public int Signal { get; init; } = 120;

    /// <summary>
    /// Whether an interrupted cell is put back into the queue as the same job (<c>brequeue</c>). Else, and where the cluster refuses that,
    /// it is submitted again as a new one.
    /// </summary>
    public bool Requeue { get; init; } = true;

    /// <summary>Further options, as after <c>#BSUB</c>, such as <c>-R "span[hosts=1]"</c>.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Minutes before the run limit at which a cell is told to save.</summary>
    internal int SignalMinutes => (Signal + 59) / 60;

    /// <summary>Checks ranges.</summary>
    internal void Validate()
    {
        Require.AtLeast("launcher.lsf.gpus", Gpus, 0);
        Require.AtLeast("launcher.lsf.cpus", Cpus, 0);
        Require.AtLeast("launcher.lsf.array_limit", ArrayLimit, 0);
        Require.AtLeast("launcher.lsf.array_size", ArraySize, 1);
        Require.Within("launcher.lsf.signal", Signal, 0, LongestSignal);
        OptionLines.Check("launcher.lsf.extra", Extra, "#BSUB");
        OptionLines.Check("launcher.lsf.queue", Queue);
        OptionLines.Check("launcher.lsf.project", Project);
        OptionLines.Check("launcher.lsf.gpu_mode", GpuMode);
        OptionLines.Check("launcher.lsf.gmem", Gmem);
        OptionLines.Check("launcher.lsf.mem", Mem);
        if (Walltime.Length == 0)
        {
            return;
        }

        var minutes = Minutes(Walltime) ?? throw new InputException(
            "launcher.lsf.walltime", $"'{Walltime}'", "minutes or HH:MM", "write it as bsub -W does");
        Require.That(
            minutes > 0, "launcher.lsf.walltime", $"'{Walltime}'", "a time above zero",
            "say how long a cell may take, or leave it out for the queue's limit");
        Require.That(
            minutes > SignalMinutes, "launcher.lsf.walltime", $"'{Walltime}'",
            $"more than the {SignalMinutes} min of launcher.lsf.signal",
            "raise the time, or lower the signal: the cell would be told to stop as soon as it begins");
    }

    /// <summary>The minutes of a run limit; null where it is none.</summary>
    private static long? Minutes(string time)
    {
        var parts = time.Split(':');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers switch
        {
            [var minutes] => minutes,
            [var hours, var minutes] => (hours * 60) + minutes,
            _ => null,
        };
    }
}
