using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tests.Imports;

public sealed class ImportedNamesTests
{
    private static readonly ImportedRun Run = new()
    {
        Tool = "prove",
        Source = "WEIGHTS_BS8/baseline/cityscapes/segformer_mit-b3",
        Model = "segformer_mit-b3",
        Data = "Cityscapes",
        Recipe = "baseline",
        Batch = 8,
        Steps = 40000,
        Seed = 42,
        State = ImportedState.Completed,
        Final = new ResultPoint { Step = 40000 },
        Curve = [new ResultPoint { Step = 40000 }],
    };

    [Fact]
    public void Names_are_those_of_the_source_with_the_model_as_it_is_called_here()
    {
        var names = ImportedNames.Propose(Run);

        Assert.Equal(new CellKey("cityscapes", "segformer_b3", "baseline-b8", 42), names.Key);
        Assert.Equal((8, 40000L), (names.Batch, names.Steps));
        Assert.Equal(["model segformer_mit-b3 is segformer_b3 here"], names.Notes);
    }

    [Fact]
    public void Overrides_come_first()
    {
        var names = ImportedNames.Propose(
            Run, new ImportedNameOverrides { Data = "cs", Model = "my_net", Recipe = "bs8", Seed = 1, Batch = 4, Steps = 10 });

        Assert.Equal(new CellKey("cs", "my_net", "bs8", 1), names.Key);
        Assert.Equal((4, 10L), (names.Batch, names.Steps));
    }

    [Fact]
    public void A_seed_that_nobody_knows_is_said()
    {
        var names = ImportedNames.Propose(Run with { Seed = null });

        Assert.Equal(0, names.Key.Seed);
        Assert.Contains("the seed cannot be told: 0 stands for it", names.Notes);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_an_error_that_says_how_to_give_it()
    {
        var fault = Assert.Throws<InputException>(() => ImportedNames.Propose(Run with { Data = "" }));

        Assert.Equal("say it with an override of data", fault.Advice);
    }

    [Fact]
    public void Names_lead_to_no_other_folder()
    {
        var names = ImportedNames.Propose(Run, new ImportedNameOverrides { Model = "../../etc/passwd", Recipe = "a b" });

        Assert.Equal(("etc-passwd", "a-b"), (names.Key.Model.TrimStart('-', '.'), names.Key.Recipe));
        Assert.DoesNotContain('/', names.Key.Model);
    }

    [Fact]
    public void An_override_out_of_range_is_refused() =>
        Assert.Throws<InputException>(() => ImportedNames.Propose(Run, new ImportedNameOverrides { Batch = 0 }));

    [Fact]
    public void A_cell_says_that_it_was_not_measured_here()
    {
        var cell = new ImportedCell(Run, ImportedNames.Propose(Run)).ToResult();

        Assert.Equal("WEIGHTS_BS8/baseline/cityscapes/segformer_mit-b3 (prove)", cell.ImportedFrom);
        Assert.Equal((CellState.Completed, 320000L, true), (cell.Status.State, cell.Samples, cell.IsDone));
        Assert.StartsWith("imported-", cell.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_ours_is_measured_here()
    {
        var run = Run with { OwnFolder = "runs/a", Tool = "panoptes" };

        Assert.Null(new ImportedCell(run, ImportedNames.Propose(run)).ToResult().ImportedFrom);
    }

    [Fact]
    public void A_partial_run_is_no_result_unless_its_length_alone_was_missing()
    {
        var partial = Run with { State = ImportedState.Partial };
        var endless = partial with { Steps = null };

        Assert.False(new ImportedCell(partial, ImportedNames.Propose(partial)).ToResult().IsDone);
        Assert.True(new ImportedCell(endless, ImportedNames.Propose(endless, new() { Steps = 40000 })).ToResult().IsDone);
        Assert.False(new ImportedCell(endless, ImportedNames.Propose(endless, new() { Steps = 40001 })).ToResult().IsDone);
    }

    [Fact]
    public void A_length_in_epochs_is_no_number_of_updates()
    {
        var run = Run with { StepUnit = "epoch", Steps = 100 };

        Assert.Throws<InputException>(() => new ImportedCell(run, ImportedNames.Propose(run)).ToResult());
    }
}
