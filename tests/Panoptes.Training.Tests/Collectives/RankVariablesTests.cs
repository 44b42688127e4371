using Panoptes.Foundation;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Tests.Collectives;

/// <summary>What RANK and the like say, set by panoptes launch, torchrun or anything else.</summary>
public sealed class RankVariablesTests
{
    private const string Torchrun = "RANK=5 WORLD_SIZE=8 LOCAL_RANK=1 LOCAL_WORLD_SIZE=4 MASTER_ADDR=node1 MASTER_PORT=29500";
    private const string Launch = "RANK=1 WORLD_SIZE=2 LOCAL_RANK=1 LOCAL_WORLD_SIZE=2 PANOPTES_STORE=/tmp/store PANOPTES_RESTARTS=3";
    private const string Step = "SLURM_JOB_ID=77 SLURM_STEP_ID=0 SLURM_PROCID=0 SLURM_LOCALID=0 SLURM_NODEID=0";

    [Theory]
    [InlineData("")]
    [InlineData("PATH=/bin OMP_NUM_THREADS=4")]
    [InlineData("MASTER_ADDR=node1 MASTER_PORT=29500")]
    [InlineData("RANK= WORLD_SIZE= LOCAL_RANK= LOCAL_WORLD_SIZE=")]
    [InlineData("RANK=0 WORLD_SIZE=1 LOCAL_RANK=0 LOCAL_WORLD_SIZE=1 MASTER_ADDR=node1 MASTER_PORT=29500")]
    [InlineData("RANK=0 WORLD_SIZE=1 LOCAL_RANK=0 LOCAL_WORLD_SIZE=1 PANOPTES_STORE=/tmp/s PANOPTES_RESTARTS=0")]
    public void One_process_has_no_place(string text) => Assert.Null(ProcessPlace.Read(PlaceText.Environment(text), Unwarned));

    [Theory]
    [InlineData(Torchrun, 5, 8, 1, 4, 0, "node1:29500", false, LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " TORCHELASTIC_RUN_ID=none TORCHELASTIC_RESTART_COUNT=2", 5, 8, 1, 4, 2, "node1:29500", false,
        LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " TORCHELASTIC_USE_AGENT_STORE=True", 5, 8, 1, 4, 0, "node1:29500", true, LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " TORCHELASTIC_USE_AGENT_STORE=False", 5, 8, 1, 4, 0, "node1:29500", false, LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " MASTER_ADDR=fe80::1 MASTER_PORT=1", 5, 8, 1, 4, 0, "fe80::1:1", false, LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " MASTER_PORT=65535", 5, 8, 1, 4, 0, "node1:65535", false, LaunchConvention.Torchrun)]
    [InlineData(Launch, 1, 2, 1, 2, 3, "/tmp/store", false, LaunchConvention.Panoptes)]
    [InlineData(Launch + " MASTER_ADDR=old MASTER_PORT=0", 1, 2, 1, 2, 3, "/tmp/store", false, LaunchConvention.Panoptes)]
    [InlineData(Torchrun + " PANOPTES_RESTARTS=1", 5, 8, 1, 4, 1, "node1:29500", false, LaunchConvention.Panoptes)]
    [InlineData(Torchrun + " " + Step + " SLURM_NTASKS=2 SLURM_TASKS_PER_NODE=1(x2) TORCHELASTIC_RUN_ID=7", 5, 8, 1, 4, 0, "node1:29500",
        false, LaunchConvention.Torchrun)]
    [InlineData(Torchrun + " SLURM_JOB_ID=7 SLURM_NTASKS=8 SLURM_NTASKS_PER_NODE=4 TORCHELASTIC_RUN_ID=7", 5, 8, 1, 4, 0, "node1:29500",
        false, LaunchConvention.Torchrun)]
    public void A_place_is_read(
        string text, int rank, int size, int local, int here, int restarts, string meets, bool elsewhere, LaunchConvention source)
    {
        var place = ProcessPlace.Read(PlaceText.Environment(text), Unwarned)!;
        Assert.Equal(
            (rank, size, local, here, restarts, source),
            (place.Rank, place.Size, place.LocalRank, place.LocalSize, place.Restarts, place.Source));
        Assert.Equal((meets, elsewhere), ($"{place.Rendezvous}", place.Rendezvous.IsHostedElsewhere));
        Assert.NotEqual(place.Rendezvous.File is null, place.Rendezvous.Address is null);
    }

    [Theory]
    [InlineData("RANK=0", "RANK", "RANK without WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE")]
    [InlineData("WORLD_SIZE=2", "WORLD_SIZE", "WORLD_SIZE without RANK, LOCAL_RANK, LOCAL_WORLD_SIZE")]
    [InlineData("LOCAL_RANK=0", "LOCAL_RANK", "without RANK, WORLD_SIZE, LOCAL_WORLD_SIZE")]
    [InlineData("LOCAL_WORLD_SIZE=2", "LOCAL_WORLD_SIZE", "without RANK, WORLD_SIZE, LOCAL_RANK")]
    [InlineData(Torchrun + " -LOCAL_RANK", "RANK", "RANK, WORLD_SIZE, LOCAL_WORLD_SIZE without LOCAL_RANK")]
    [InlineData(Torchrun + " -WORLD_SIZE", "RANK", "without WORLD_SIZE")]
    [InlineData(Torchrun + " LOCAL_WORLD_SIZE=", "RANK", "without LOCAL_WORLD_SIZE")]
    [InlineData(Torchrun + " RANK=five", "RANK", "'five'")]
    [InlineData(Torchrun + " RANK=-1", "RANK", "'-1'")]
    [InlineData(Torchrun + " RANK=1.5", "RANK", "'1.5'")]
    [InlineData(Torchrun + " WORLD_SIZE=0", "WORLD_SIZE", "'0'")]
    [InlineData(Torchrun + " WORLD_SIZE=99999999999", "WORLD_SIZE", "'99999999999'")]
    [InlineData(Torchrun + " RANK=8", "RANK", "8 with a WORLD_SIZE of 8; expected a number from 0 to 7")]
    [InlineData(Torchrun + " LOCAL_RANK=4", "LOCAL_RANK", "4 with a LOCAL_WORLD_SIZE of 4; expected a number from 0 to 3")]
    [InlineData(Torchrun + " LOCAL_WORLD_SIZE=16", "LOCAL_WORLD_SIZE", "16 with a WORLD_SIZE of 8")]
    [InlineData(Torchrun + " -MASTER_ADDR", "MASTER_ADDR", "nothing")]
    [InlineData(Torchrun + " MASTER_ADDR=", "MASTER_ADDR", "nothing behind '='")]
    [InlineData(Torchrun + " MASTER_ADDR=BLANK", "MASTER_ADDR", "nothing behind '='")]
    [InlineData(Torchrun + " -MASTER_PORT", "MASTER_PORT", "nothing")]
    [InlineData(Torchrun + " MASTER_PORT=0", "MASTER_PORT", "'0'")]
    [InlineData(Torchrun + " MASTER_PORT=65536", "MASTER_PORT", "'65536'")]
    [InlineData(Torchrun + " MASTER_PORT=http", "MASTER_PORT", "'http'")]
    [InlineData(Torchrun + " TORCHELASTIC_RESTART_COUNT=often", "TORCHELASTIC_RESTART_COUNT", "'often'")]
    [InlineData(Launch + " PANOPTES_RESTARTS=-2", "PANOPTES_RESTARTS", "'-2'")]
    [InlineData(Torchrun + " " + Step + " SLURM_NTASKS=8 SLURM_TASKS_PER_NODE=4(x2) TORCHELASTIC_RUN_ID=7", "SLURM_TASKS_PER_NODE",
        "torchrun started by each of 4 tasks on this node")]
    [InlineData(Torchrun + " " + Step + " SLURM_NTASKS=4 SLURM_NTASKS_PER_NODE=4 TORCHELASTIC_RESTART_COUNT=0", "SLURM_NTASKS_PER_NODE",
        "torchrun started by each of 4 tasks on this node")]
    public void A_wrong_place_is_one_line_that_says_what_to_do(string text, string source, string found)
    {
        var error = Assert.Throws<InputException>(() => ProcessPlace.Read(PlaceText.Environment(text), Unwarned));
        Assert.Equal(source, error.Source);
        Assert.Contains(found, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData(Torchrun, "LOCAL_WORLD_SIZE: found 4 processes on this machine, of which this is number 1, and 2 devices")]
    [InlineData(Step + " SLURM_NTASKS=4 SLURM_TASKS_PER_NODE=4 SLURM_JOB_NODELIST=a", "SLURM_NTASKS_PER_NODE: found 4 processes")]
    public void More_processes_than_devices_are_refused_by_each_of_them(string text, string message)
    {
        var place = ProcessPlace.Read(PlaceText.Environment(text))!;
        place.Check(4);
        place.Check(8);
        var error = Assert.Throws<InputException>(() => place.Check(2));
        Assert.StartsWith(message, error.Message);
        Assert.Contains("CUDA_VISIBLE_DEVICES", error.Message);
    }

    [Theory]
    [InlineData("", 1, null)]
    [InlineData(Torchrun, 1, null)]
    [InlineData("TORCHELASTIC_RUN_ID=7", 1, "panoptes launch started by torchrun")]
    [InlineData("PANOPTES_RESTARTS=0", 1, "panoptes launch started by panoptes launch")]
    [InlineData(Step + " SLURM_NTASKS=1 SLURM_TASKS_PER_NODE=1", 1, null)]
    [InlineData(Step + " SLURM_NTASKS=2 SLURM_TASKS_PER_NODE=1(x2)", 2, null)]
    [InlineData(Step + " SLURM_NTASKS=2 SLURM_TASKS_PER_NODE=1(x2)", 1, "panoptes launch started by each of 2 tasks")]
    [InlineData(Step + " SLURM_NTASKS=4 SLURM_TASKS_PER_NODE=2(x2)", 4, "panoptes launch started by each of 2 tasks on this node")]
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_TASKS_PER_NODE=4 SLURM_PROCID=0", 1, null)]
    public void Several_launchers_where_one_is_needed_are_refused(string text, int hosts, string? found)
    {
        var error = Record.Exception(() => ProcessPlace.CheckLauncher(PlaceText.Environment(text), hosts));
        Assert.Equal(found is null, error is null);
        Assert.True(found is null || Assert.IsType<InputException>(error).Message.Contains(found), error?.Message);
    }

    private static void Unwarned(string text) => Assert.Fail(text);
}
