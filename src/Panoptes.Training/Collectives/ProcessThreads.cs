using System.Globalization;

namespace Panoptes.Training.Collectives;

/// <summary>How many threads a process's tensor engine uses where its settings say none.</summary>
public static class ProcessThreads
{
    /// <summary>
    /// One a core; but of several processes on a machine, which share its cores, what OMP_NUM_THREADS says (<c>./panoptes launch</c> sets
    /// it to the cores by the processes, torchrun to 1 unless it is set), or in a step of Slurm without it, SLURM_CPUS_PER_TASK.
    /// </summary>
    /// <param name="environment">The process's environment variables. What is no number counts as not set.</param>
    /// <param name="cores">Cores that it may use, at least 1.</param>
    /// <returns>At least 1.</returns>
    public static int Of(IReadOnlyDictionary<string, string> environment, int cores)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        var isStep = environment.ContainsKey("SLURM_STEP_ID")
            && Math.Max(Number("SLURM_STEP_NUM_TASKS"), Number("SLURM_NTASKS")) > 1;
        if (Number("LOCAL_WORLD_SIZE") < 2 && !isStep)
        {
            return cores;
        }

        var asked = Number("OMP_NUM_THREADS") is > 0 and var threads ? threads : isStep ? Number("SLURM_CPUS_PER_TASK") : 0;
        return asked > 0 ? asked : cores;

        // OpenMP takes a list, one number for each level of nesting: the first is the engine's.
        int Number(string name) =>
            int.TryParse(
                environment.GetValueOrDefault(name)?.Split(',')[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
    }
}
