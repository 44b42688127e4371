using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>What is asked of Slurm for each cell.</summary>
public sealed record SlurmConfig
{
    private const int LongestSignal = 65_535;

    /// <summary>The partition; empty takes the cluster's default.</summary>
    public string Partition { get; init; } = "";

    /// <summary>The account; empty takes the user's default.</summary>
    public string Account { get; init; } = "";

    /// <summary>
    /// The time limit as Slurm writes it: minutes, <c>MM:SS</c>, <c>HH:MM:SS</c>, <c>D-HH</c>, <c>D-HH:MM</c>, <c>D-HH:MM:SS</c>; empty
    /// takes the partition's.
    /// </summary>
    public string Time { get; init; } = "";

    /// <summary>GPUs for each process of a cell.</summary>
    public int Gpus { get; init; }

    /// <summary>Cores for each process of a cell; 0 takes the cluster's default.</summary>
    public int Cpus { get; init; }

    /// <summary>Memory of a cell, such as <c>24G</c>; empty takes what the cell is known to need, or the cluster's default.</summary>
    public string Mem { get; init; } = "";

    /// <summary>Cells of an array that run at the same time; 0 for no limit.</summary>
    public int ArrayLimit { get; init; }

    /// <summary>Most cells of one array: the cluster's MaxArraySize less one.</summary>
    public int ArraySize { get; init; } = 1000;

    /// <summary>Seconds before the time limit at which a cell is told to save, 0 to 65535; 0 for never.</summary>
    public int Signal { get; init; } = 120;

    /// <summary>
    /// Whether an interrupted cell is put back into the queue as the same job. Else, and where the cluster refuses that, it is submitted
    /// again as a new one.
    /// </summary>
    public bool Requeue { get; init; } = true;

    /// <summary>Further options, as after <c>#SBATCH</c>, such as <c>--constraint=a100</c>.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Checks ranges.</summary>
    internal void Validate()
    {
        Require.AtLeast("launcher.slurm.gpus", Gpus, 0);
        Require.AtLeast("launcher.slurm.cpus", Cpus, 0);
        Require.AtLeast("launcher.slurm.array_limit", ArrayLimit, 0);
        Require.AtLeast("launcher.slurm.array_size", ArraySize, 1);
        Require.Within("launcher.slurm.signal", Signal, 0, LongestSignal);
        OptionLines.Check("launcher.slurm.extra", Extra, "#SBATCH");
        OptionLines.Check("launcher.slurm.partition", Partition);
        OptionLines.Check("launcher.slurm.account", Account);
        OptionLines.Check("launcher.slurm.mem", Mem);
        if (Time.Length == 0)
        {
            return;
        }

        var seconds = Seconds(Time) ?? throw new InputException(
            "launcher.slurm.time", $"'{Time}'", "minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM or D-HH:MM:SS", "write it as sbatch --time does");
        Require.That(
            seconds > 0, "launcher.slurm.time", $"'{Time}'", "a time above zero: with none, the job waits for ever",
            "say how long a cell may take, or leave it out for the partition's limit");
        Require.That(
            seconds > Signal, "launcher.slurm.time", $"'{Time}', {seconds} s", $"more than the {Signal} s of launcher.slurm.signal",
            "raise the time, or lower the signal: the cell would be told to stop as soon as it begins");
    }

    /// <summary>The seconds of a time as Slurm writes it; null where it is none.</summary>
    internal static long? Seconds(string time)
    {
        var dash = time.IndexOf('-');
        var parts = time[(dash + 1)..].Split(':');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        if (dash >= 0)
        {
            return long.TryParse(time.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                ? numbers switch
                {
                    [var hours] => (((days * 24) + hours) * 3600),
                    [var hours, var minutes] => (((days * 24) + hours) * 3600) + (minutes * 60),
                    [var hours, var minutes, var seconds] => (((days * 24) + hours) * 3600) + (minutes * 60) + seconds,
                    _ => null,
                }
                : null;
        }

        return numbers switch
        {
            [var minutes] => minutes * 60,
            [var minutes, var seconds] => (minutes * 60) + seconds,
            [var hours, var minutes, var seconds] => (hours * 3600) + (minutes * 60) + seconds,
            _ => null,
        };
    }
}
