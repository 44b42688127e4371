using Panoptes.Foundation;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Tests.Collectives;

/// <summary>What Slurm's variables say: in a task that srun started, in a batch script, in a shell.</summary>
public sealed class SlurmStepTests
{
    private const string Job = "SLURM_JOB_ID=1234567 SLURM_JOB_NAME=train SLURM_JOB_NODELIST=gpu[05-07,9] SLURM_NTASKS=7 "
        + "SLURM_TASKS_PER_NODE=2(x3),1";
    private const string Step = Job + " SLURM_STEP_ID=0 SLURM_PROCID=3 SLURM_LOCALID=1 SLURM_NODEID=1";
    private const string Batch = Job + " SLURM_PROCID=0 SLURM_LOCALID=0 SLURM_NODEID=0";

    [Theory]
    [InlineData(Step, 3, 7, 1, 2, "gpu05:19567")]
    [InlineData(Step + " SLURM_PROCID=6 SLURM_LOCALID=0 SLURM_NODEID=3", 6, 7, 0, 1, "gpu05:19567")]
    [InlineData(Step + " MASTER_PORT=29500", 3, 7, 1, 2, "gpu05:29500")]
    [InlineData(Step + " MASTER_ADDR=10.0.0.1", 3, 7, 1, 2, "10.0.0.1:19567")]
    [InlineData(Step + " SLURM_JOB_ID=42", 3, 7, 1, 2, "gpu05:15042")]
    [InlineData(Step + " SLURM_JOB_ID=9999", 3, 7, 1, 2, "gpu05:24999")]
    [InlineData(Step + " WORLD_SIZE=7", 3, 7, 1, 2, "gpu05:19567")]
    [InlineData(Step + " SLURM_STEP_NODELIST=gpu07", 3, 7, 1, 2, "gpu07:19567")]
    [InlineData(Step + " SLURM_STEP_NUM_TASKS=4 SLURM_STEP_TASKS_PER_NODE=4", 3, 4, 1, 4, "gpu05:19567")]
    [InlineData(Step + " -SLURM_TASKS_PER_NODE SLURM_NTASKS_PER_NODE=2", 3, 7, 1, 2, "gpu05:19567")]
    [InlineData(Step + " -SLURM_JOB_NODELIST SLURM_NODELIST=a,b", 3, 7, 1, 2, "a:19567")]
    [InlineData(Step + " -SLURM_NTASKS SLURM_NPROCS=7", 3, 7, 1, 2, "gpu05:19567")]
    [InlineData(Step + " -SLURM_STEP_ID SLURM_STEPID=12", 3, 7, 1, 2, "gpu05:19567")]
    public void A_task_of_a_step_reads_its_place(string text, int rank, int size, int local, int here, string meets)
    {
        var place = ProcessPlace.Read(PlaceText.Environment(text), Assert.Fail)!;
        Assert.Equal((rank, size, local, here), (place.Rank, place.Size, place.LocalRank, place.LocalSize));
        Assert.Equal((meets, false, 0), ($"{place.Rendezvous}", place.Rendezvous.IsHostedElsewhere, place.Restarts));
        Assert.Equal(LaunchConvention.Slurm, place.Source);
    }

    [Fact]
    public void A_requeued_job_counts_as_restarted() =>
        Assert.Equal(2, ProcessPlace.Read(PlaceText.Environment(Step, "SLURM_RESTART_COUNT=2"))!.Restarts);

    [Theory]
    [InlineData(Step + " SLURM_NTASKS=1 SLURM_TASKS_PER_NODE=1", null)]
    [InlineData(Step + " SLURM_STEP_NUM_TASKS=1", null)]
    [InlineData("SLURM_JOB_ID=5 SLURM_JOB_NAME=bash SLURM_STEP_ID=0 SLURM_NTASKS=1 SLURM_PROCID=0", null)]
    [InlineData("SLURM_JOB_ID=5 SLURM_NTASKS=1", null)]
    [InlineData("SLURM_JOB_ID=5", null)]
    [InlineData("SLURM_NTASKS=4", null)]
    [InlineData(Step + " SLURM_JOB_NAME=bash", "srun --job-name")]
    [InlineData(Step + " SLURM_JOB_NAME=interactive", "srun --job-name")]
    [InlineData(Batch, "SLURM_NTASKS is 7, but srun did not start this process: it works alone; start with 'srun ./panoptes train")]
    [InlineData(Batch + " SLURM_STEP_ID=4294967291", "srun did not start this process")]
    [InlineData(Batch + " SLURM_STEP_ID=4294967290", "srun did not start this process")]
    public void Anything_else_works_alone_and_is_warned_where_it_has_several_tasks(string text, string? warning)
    {
        var warnings = new List<string>();
        Assert.Null(ProcessPlace.Read(PlaceText.Environment(text), warnings.Add));
        Assert.Equal(warning is null ? 0 : 1, warnings.Count);
        Assert.True(warning is null || warnings[0].Contains(warning), string.Join('\n', warnings));
        Assert.Null(ProcessPlace.Read(PlaceText.Environment(text)));
    }

    [Theory]
    [InlineData(Step + " -SLURM_PROCID", "SLURM_PROCID", "nothing")]
    [InlineData(Step + " -SLURM_LOCALID", "SLURM_LOCALID", "nothing")]
    [InlineData(Step + " -SLURM_TASKS_PER_NODE", "SLURM_TASKS_PER_NODE", "nothing")]
    [InlineData(Step + " -SLURM_JOB_NODELIST", "SLURM_JOB_NODELIST", "nothing")]
    [InlineData(Step + " SLURM_PROCID=x", "SLURM_PROCID", "'x'")]
    [InlineData(Step + " SLURM_NTASKS=x", "SLURM_NTASKS", "'x'")]
    [InlineData(Step + " SLURM_PROCID=7", "SLURM_PROCID", "7 with a SLURM_NTASKS of 7")]
    [InlineData(Step + " SLURM_LOCALID=2", "SLURM_LOCALID", "2 with a SLURM_TASKS_PER_NODE of 2")]
    [InlineData(Step + " SLURM_NODEID=4", "SLURM_NODEID", "4 with SLURM_TASKS_PER_NODE '2(x3),1'")]
    [InlineData(Step + " SLURM_TASKS_PER_NODE=2(3)", "SLURM_TASKS_PER_NODE", "'2(3)'")]
    [InlineData(Step + " SLURM_TASKS_PER_NODE=0", "SLURM_TASKS_PER_NODE", "'0'")]
    [InlineData(Step + " SLURM_JOB_NODELIST=gpu[", "SLURM_JOB_NODELIST", "'gpu['")]
    [InlineData(Step + " SLURM_JOB_NODELIST=gpu[x]", "SLURM_JOB_NODELIST", "'gpu[x]'")]
    [InlineData(Step + " SLURM_JOB_NODELIST=,gpu", "SLURM_JOB_NODELIST", "',gpu'")]
    [InlineData(Step + " SLURM_JOB_ID=job", "SLURM_JOB_ID", "'job'")]
    [InlineData(Step + " MASTER_PORT=70000", "MASTER_PORT", "'70000'")]
    [InlineData(Step + " MASTER_ADDR=", "MASTER_ADDR", "nothing behind '='")]
    [InlineData(Step + " WORLD_SIZE=4", "WORLD_SIZE", "4 in a step of 7 tasks")]
    [InlineData(Step + " RANK=3", "RANK", "RANK without WORLD_SIZE")]
    public void A_wrong_place_is_one_line_that_says_what_to_do(string text, string source, string found)
    {
        var error = Assert.Throws<InputException>(() => ProcessPlace.Read(PlaceText.Environment(text)));
        Assert.Equal(source, error.Source);
        Assert.Contains(found, error.Message);
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData("node1", "node1")]
    [InlineData("node1,node2", "node1")]
    [InlineData("host[05-07,9]", "host05")]
    [InlineData("host[9,05-07],other[1-3]", "host9")]
    [InlineData("a.b-c_d[001-128].cluster,x", "a.b-c_d001.cluster")]
    [InlineData("rack[1-2]node[3,5-6]-ib", "rack1node3-ib")]
    public void The_first_of_a_list_of_hosts_is_found(string list, string first) => Assert.Equal(first, SlurmLists.FirstHost("X", list));

    [Theory]
    [InlineData("4", 0, 4)]
    [InlineData("4", 9, 4)]
    [InlineData("2(x3),1", 2, 2)]
    [InlineData("2(x3),1", 3, 1)]
    [InlineData("1,3,2(x2)", 1, 3)]
    [InlineData("1,3,2(x2)", 3, 2)]
    public void The_count_of_a_node_is_found(string list, int node, int count) => Assert.Equal(count, SlurmLists.CountAt("X", list, node));
}
