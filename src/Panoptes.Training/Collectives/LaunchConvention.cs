namespace Panoptes.Training.Collectives;

/// <summary>Who started the processes of a training, and so which environment variables say which of them a process is.</summary>
public enum LaunchConvention
{
    /// <summary><c>./panoptes launch</c>: RANK and the like; on one machine with a file to meet at, so that no ports clash.</summary>
    Panoptes,

    /// <summary>torchrun, or whatever else sets RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR and MASTER_PORT.</summary>
    Torchrun,

    /// <summary>Slurm's <c>srun</c> with one task for each device: SLURM_PROCID and the like.</summary>
    Slurm,
}
