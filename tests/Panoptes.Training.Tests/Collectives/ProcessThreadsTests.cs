using Panoptes.Training.Collectives;

namespace Panoptes.Training.Tests.Collectives;

/// <summary>How many threads a process takes where its settings say none.</summary>
public sealed class ProcessThreadsTests
{
    [Theory]
    [InlineData("", 16)]
    [InlineData("OMP_NUM_THREADS=4", 16)]
    [InlineData("LOCAL_WORLD_SIZE=1 OMP_NUM_THREADS=4", 16)]
    [InlineData("LOCAL_WORLD_SIZE=4 OMP_NUM_THREADS=4", 4)]
    [InlineData("LOCAL_WORLD_SIZE=4 OMP_NUM_THREADS=3,2", 3)]
    [InlineData("LOCAL_WORLD_SIZE=4 OMP_NUM_THREADS=0", 16)]
    [InlineData("LOCAL_WORLD_SIZE=4 OMP_NUM_THREADS=all", 16)]
    [InlineData("LOCAL_WORLD_SIZE=4", 16)]
    [InlineData("SLURM_STEP_ID=0 SLURM_NTASKS=4 SLURM_CPUS_PER_TASK=6", 6)]
    [InlineData("SLURM_STEP_ID=0 SLURM_NTASKS=4 SLURM_CPUS_PER_TASK=6 OMP_NUM_THREADS=2", 2)]
    [InlineData("SLURM_STEP_ID=0 SLURM_NTASKS=1 SLURM_CPUS_PER_TASK=6", 16)]
    [InlineData("SLURM_NTASKS=4 SLURM_CPUS_PER_TASK=6", 16)]
    public void Processes_that_share_a_machine_take_what_they_are_told(string text, int threads) =>
        Assert.Equal(threads, ProcessThreads.Of(PlaceText.Environment(text), 16));
}
