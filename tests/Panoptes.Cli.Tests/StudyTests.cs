using Panoptes.Cli.Studies;
using Panoptes.Studies.Imports;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A study as a user has it: one file, then plan, submit, status, report, and one cell killed in the middle.</summary>
public sealed class StudyTests
{
    [Fact]
    public void A_study_is_planned_carried_out_resumed_and_compared()
    {
        using var folder = new TemporaryFolder();
        var data = new SmallDataset(folder["data"]);
        SmallRun.WriteConfig(folder);
        folder.Write("two.yaml", """
            title: Two batches
            models: [{name: deeplab, config: small.yaml}]
            recipes:
              - {name: b2, title: batch of 2}
              - {name: b4, title: batch of 4, set: [train.batch_size=4, train.steps=40]}
            launcher: {local: {slots: 2}}
            """);
        var planned = Run("study", "plan", "two.yaml", $"set=[\"data.root={data.Root}\"]");
        Assert.Contains("2 cells", planned.Output);

        // Killed as soon as it has saved: what was saved is gone on with by the next submission.
        var cell = Run("study", "status", "two", "--all").Output.Split('\n').First(line => line.Contains("/b4/")).Split(' ')[0];
        using (var worker = Panoptes.Start(folder.Path, "cell", "run", "two", cell))
        {
            while (!worker.HasExited && !folder.Files().Any(file => file.Contains("/b4-") && file.Contains("/step_")))
            {
                Thread.Sleep(10);
            }

            worker.Kill();
            worker.WaitForExit();
        }

        var submitted = Run("study", "submit", "two");
        Assert.Contains($"{cell} data/deeplab/b4/s0: mean_iou", submitted.Output);
        Assert.Contains("2 completed", Run("study", "status", "two").Output);
        Assert.Contains("on from step", Run("cell", "show", "two", cell, "--verify").Output);
        var report = Run("study", "report", "two", "--strict");
        Assert.Contains("0 errors", report.Output);
        Assert.True(File.Exists(folder["studies/two/report/report.html"]));
        Assert.Contains(cell, File.ReadAllText(folder["studies/two/report/report.md"]));
        var query = Run("study", "query", "two", "--sql", "SELECT count(*) AS cells FROM cells WHERE state = 'completed'", "--as-csv");
        Assert.Equal("cells\n2\n", query.Output);

        Outcome Run(params string[] arguments)
        {
            var outcome = Panoptes.RunIn(folder.Path, arguments);
            Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', arguments)}: {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
            return outcome;
        }
    }

    [Fact]
    public void The_help_of_adopt_names_all_importers() =>
        Assert.Equal(CellAdoptVerb.Importers, string.Join(", ", new RunImporters().All.Select(importer => importer.Name)));

    [Fact]
    public void What_is_no_study_is_an_error_that_says_how_to_make_one()
    {
        using var folder = new TemporaryFolder();
        var outcome = Panoptes.RunIn(folder.Path, "study", "status", "nothing");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("study init", Assert.Single(outcome.ErrorLines));
    }
}
