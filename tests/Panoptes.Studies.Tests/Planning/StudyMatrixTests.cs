using Panoptes.Foundation;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Tests.Support;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Planning;

public sealed class StudyMatrixTests
{
    [Fact]
    public void Every_model_recipe_and_seed_is_a_cell_in_the_order_of_the_file()
    {
        using var folder = new TemporaryFolder();
        using var study = SmallStudy.Planned(folder);
        Assert.Equal(
            ["b2/s0", "b2/s1", "b4/s0", "b4/s1"], study.Cells.Select(cell => $"{cell.Key.Recipe}/s{cell.Key.Seed}"));
        Assert.All(study.Cells, cell => Assert.Equal(80, cell.Batch * cell.Steps));
        Assert.Equal(4, study.Cells.Select(cell => cell.Fingerprint).Distinct().Count());
        Assert.All(study.Cells, cell => Assert.EndsWith($"-{cell.Fingerprint[..8]}", cell.Folder));
        Assert.Contains("/deeplab/b4-b4-i20/s1-", study.Cells[3].Folder);
    }

    [Fact]
    public void The_fingerprint_of_a_cell_is_that_of_the_run_that_it_becomes()
    {
        using var folder = new TemporaryFolder();
        using var study = SmallStudy.Planned(folder);
        foreach (var cell in study.Cells)
        {
            Assert.Equal(
                cell.Fingerprint, Experiments.Runs.Fingerprint.Of(Studies.Planning.StudyMatrix.ConfigOf(cell)));
        }
    }

    [Fact]
    public void A_condition_leaves_cells_out_and_every_list_says_why()
    {
        using var folder = new TemporaryFolder();
        using var study = SmallStudy.Planned(
            folder, SmallStudy.Yaml + "\nconditions: [{recipes: [b4], seeds: [1], reason: the queue is short}]");
        var row = Assert.Single(study.Store.Cells(), row => row.Status.State == CellState.Skipped);
        Assert.Equal("the queue is short", row.Status.Reason);
        Assert.Equal(("b4", 1L), (row.Key.Recipe, row.Key.Seed));
    }

    [Theory]
    [InlineData("recipes:\n  - {name: b2}\n  - {name: b3}", "the same settings as")]
    [InlineData("seeds: [1, 1]", "different seeds")]
    [InlineData("reference: b3", "one of the recipes (b2, b4)")]
    [InlineData("conditions: [{recipes: [b44], reason: x}]", "did you mean 'b4'?")]
    [InlineData("conditions: [{recipes: [b4]}]", "why cells are left out")]
    [InlineData("models: [{name: a/b, config: model.yaml}]", "letters, digits")]
    [InlineData("budget: {cells: 3}", "4 cells")]
    public void What_cannot_be_planned_is_an_error_that_says_why(string yaml, string said)
    {
        using var folder = new TemporaryFolder();
        var key = yaml.Split(':')[0];
        var file = string.Join('\n', Blocks().Where(block => !block.StartsWith(key + ":", StringComparison.Ordinal)).Append(yaml));
        var error = Assert.Throws<InputException>(() =>
        {
            using var study = SmallStudy.Planned(folder, file);
        });
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public void A_study_whose_cells_cannot_be_made_leaves_no_folder()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InputException>(() => SmallStudy.Make(folder, SmallStudy.Yaml, "set=[train.stepz=3]"));
        Assert.False(Directory.Exists(folder["studies"]));
    }

    [Fact]
    public void A_changed_study_keeps_what_its_cells_no_longer_ask_for_as_stale()
    {
        using var folder = new TemporaryFolder();
        using (var study = SmallStudy.Planned(folder))
        {
            Directory.CreateDirectory(study.Folder.Of(study.Cell("b4", 1)).Notes);
            var row = study.Store.Cells().First(row => row.Id == study.Cell("b4", 1).Id);
            study.Store.Write([row with { Status = row.Status with { State = CellState.Completed }, Token = 1 }]);
        }

        using var changed = SmallStudy.Planned(folder, SmallStudy.Yaml.Replace("seeds: [0, 1]", "seeds: [0]"));
        var rows = changed.Store.Cells();
        Assert.Equal(2, rows.Count(row => row.IsInMatrix));
        Assert.Equal(CellState.Stale, Assert.Single(rows, row => !row.IsInMatrix).Status.State);
    }

    [Fact]
    public void A_folder_of_other_files_never_becomes_a_study()
    {
        using var folder = new TemporaryFolder();
        folder.Write("studies/small/notes.txt", "mine");
        Assert.Contains("notes.txt", Assert.Throws<InputException>(() => SmallStudy.Make(folder)).Message);
    }

    // The settings of the small study, a line or indented block each.
    private static IEnumerable<string> Blocks()
    {
        var block = new List<string>();
        foreach (var line in SmallStudy.Yaml.Split('\n'))
        {
            if (block.Count > 0 && !line.StartsWith(' '))
            {
                yield return string.Join('\n', block);
                block.Clear();
            }

            block.Add(line);
        }

        yield return string.Join('\n', block);
    }
}
