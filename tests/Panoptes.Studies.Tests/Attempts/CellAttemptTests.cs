using Panoptes.Studies.Attempts;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Records;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Tests.Support;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Attempts;

public sealed class CellAttemptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StudyContext study;
    private readonly PlannedCell cell;
    private readonly FakeTraining training;

    public CellAttemptTests()
    {
        study = SmallStudy.Planned(folder);
        cell = study.Cell("b2", 0);
        training = new FakeTraining(folder, cell.Steps);
    }

    private CellFolder Folder => study.Folder.Of(cell);

    public void Dispose()
    {
        study.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_attempt_trains_proves_publishes_and_gives_the_lease_back()
    {
        Assert.Equal(CellExit.Done, Run());
        Assert.Equal(CellState.Completed, Status().State);
        var result = Folder.ReadResult()!;
        Assert.Equal((1L, cell.Fingerprint, cell.Steps), (result.Token, result.Fingerprint, result.Step));
        Assert.Equal(0.5, result.Metrics[0].Value);
        Assert.Equal(2, result.TrainSeconds);
        Assert.Contains(result.Artifacts, artifact => artifact.File.EndsWith("step_00000040.safetensors", StringComparison.Ordinal));
        Assert.Null(CellProof.Lacks(cell, Folder, result, readsFiles: true));
        Assert.Null(study.Leases.Read(cell.Fingerprint)!.Owner);
        Assert.Equal(CellExit.Done, Run());
        Assert.Single(Folder.Begun());
    }

    [Fact]
    public void A_run_that_was_not_measured_is_measured_before_it_is_published()
    {
        training.How = "unmeasured";
        Assert.Equal(CellExit.Done, Run());
        Assert.Equal(CellState.Completed, Status().State);
    }

    [Fact]
    public void A_killed_training_goes_on_from_its_newest_checkpoint_in_a_folder_of_its_own()
    {
        training.How = "die";
        Assert.Equal(CellExit.Interrupted, Run());
        Assert.Equal((CellState.Interrupted, 10L), (Status().State, Status().Step));
        training.How = "complete";
        Assert.Equal(CellExit.Done, Run());
        var began = CellHistory.Read(Folder).Of<AttemptBeganEvent>().Last();
        Assert.Equal((2L, 1L, 10L), (began.Attempt, began.From, began.Step));
        Assert.Contains("from 10", File.ReadAllText(Folder.Attempt(2).Output));
        Assert.False(Directory.Exists(Path.Combine(Folder.Attempt(1).Run, "checkpoints")));
        Assert.True(File.Exists(Folder.Attempt(1).RunEvents));
    }

    [Theory]
    [InlineData("data.root: no images in it, expected some; check the folder", FailureKind.Data)]
    [InlineData("train.stepz: an unknown key, expected one of these; correct it", FailureKind.Config)]
    [InlineData("the loss is not finite at step 7", FailureKind.NotANumber)]
    [InlineData("DefaultCPUAllocator: can't allocate memory", FailureKind.OutOfMemory)]
    [InlineData("No space left on device", FailureKind.Infrastructure)]
    public void A_failure_says_its_kind_and_its_own_last_line(string line, FailureKind kind)
    {
        training.How = line;
        Assert.Equal(CellExit.Failed, Run());
        var status = Status();
        Assert.Equal((CellState.Failed, kind), (status.State, status.Failure!.Value));
        Assert.StartsWith(line, status.Reason);
        Assert.Null(study.Leases.Read(cell.Fingerprint)!.Owner);
    }

    [Fact]
    public void Three_attempts_without_a_further_step_are_a_failure()
    {
        training.How = "barren";
        Assert.Equal(CellExit.Interrupted, Run());
        Assert.Equal(CellExit.Interrupted, Run());
        Assert.Equal(CellState.Interrupted, Status().State);
        Assert.Equal(CellExit.Interrupted, Run());
        Assert.Equal((CellState.Failed, FailureKind.Infrastructure), (Status().State, Status().Failure!.Value));
        CellActs.Note(study, cell, new WantedNote());
        Assert.Equal(CellState.Planned, Status().State);
    }

    [Fact]
    public void Whoever_finds_another_holder_leaves_the_cell_alone()
    {
        using var other = study.Leases.TryTake(cell.Fingerprint, ThisProcess.Owner(), out _);
        Assert.Equal(CellExit.Held, Run());
        Assert.Empty(Folder.Begun());
        Assert.Contains("held by", training.Said[^1]);
    }

    [Fact]
    public async Task Whoever_loses_the_lease_ends_its_training_and_publishes_nothing()
    {
        training.How = "deaf";
        var attempt = Task.Run(Run);
        await Began();
        using var thief = study.Leases.Steal(cell.Fingerprint, ThisProcess.Owner(), "a test");
        Assert.Equal(CellExit.Held, await attempt.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Null(Folder.ReadResult());
        Assert.Equal(AttemptOutcome.Deposed, CellHistory.Read(Folder).Of<AttemptEndedEvent>().Single().Outcome);
        Assert.Equal(2, study.Leases.Read(cell.Fingerprint)!.Token);
    }

    [Fact]
    public void A_result_that_is_no_longer_whole_proves_nothing()
    {
        Assert.Equal(CellExit.Done, Run());
        var weights = Folder.ReadResult()!.Artifacts.Single(artifact => artifact.File.EndsWith(".safetensors", StringComparison.Ordinal));
        var path = Path.Combine(Folder.FullPath, weights.File);
        File.WriteAllText(path, new string('x', (int)weights.Bytes));
        Assert.Contains("another checksum", CellProof.Lacks(cell, Folder, Folder.ReadResult()!, readsFiles: true));
        File.Delete(path);
        Assert.Equal(CellState.Interrupted, Status().State);
        Assert.Contains("is missing", Status().Reason);
        Assert.Equal(CellExit.Done, Run());
        Assert.Equal(CellState.Completed, Status().State);
    }

    [Fact]
    public void A_void_result_stays_with_its_reason_and_the_cell_begins_anew_once_asked_for()
    {
        Assert.Equal(CellExit.Done, Run());
        CellActs.Note(study, cell, new TombstoneNote { Reason = "the loader was never connected" });
        Assert.Equal(CellState.Invalidated, Status().State);
        Assert.Contains("never connected", Status().Reason);
        CellActs.Note(study, cell, new WantedNote { Anew = true });
        Assert.Equal(CellExit.Done, Run());
        Assert.Equal((CellState.Completed, 2L), (Status().State, Folder.ReadResult()!.Token));
        Assert.Contains("from 0", File.ReadAllText(Folder.Attempt(2).Output));
    }

    [Fact]
    public void A_configuration_that_changed_since_the_plan_is_refused_and_says_to_plan_again()
    {
        File.AppendAllText(folder["model.yaml"], "\naugmentation: {flip: 0.1}\n");
        Assert.Equal(CellExit.Failed, Run());
        Assert.Contains("study plan", Status().Reason);
        Assert.Equal(FailureKind.Config, Status().Failure);
    }

    [Fact]
    public void What_a_compute_node_lacks_is_said_before_training()
    {
        Directory.Delete(folder["data"]);
        Assert.Equal(CellExit.Failed, Run());
        Assert.Contains("does not have", Status().Reason);
        Assert.False(File.Exists(Folder.Attempt(1).Output));
    }

    private int Run() => CellAttempt.Run(
        study.Folder, study.Config, cell, study.Leases, ThisProcess.Owner(), training.Options(TimeSpan.FromSeconds(1)));

    private CellStatus Status() => new Studies.Progress.CellReader(study.Folder, study.Config.Leases)
        .Status(cell, study.Leases.Read(cell.Fingerprint));

    private async Task Began()
    {
        while (Folder.Begun() is not [.., var newest] || !File.Exists(newest.RunEvents)
            || !File.ReadAllText(newest.RunEvents).Contains("train"))
        {
            await Task.Delay(20);
        }
    }
}
