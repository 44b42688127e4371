using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Notes;
using Panoptes.Dashboard.Tests.Runs;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Tests.Comparisons;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Catalog;

public sealed class RunCatalogTests
{
    [Fact]
    public void Runs_at_any_depth_are_found_with_what_became_of_them()
    {
        using var folder = new SampleFolder();
        var catalog = Read(folder.Root);

        Assert.Equal(
            [("crops", RunState.Stopped), ("crops-ibs", RunState.Stopped), ("live", RunState.Running), ("sample-run", RunState.Completed),
                ("sample-run", RunState.Completed)],
            catalog.All().OrderBy(run => run.Name, StringComparer.Ordinal).Select(run => (run.Name, run.State)));
        var done = catalog.All().First(run => run.Name == "sample-run");
        Assert.Equal(("deeplabv3plus_mobilenetv2", "camvid", 2000, 8), (done.Facts.Model, done.Facts.Data, done.Step, done.Facts.Batch));
        Assert.Equal("mIoU", done.Score!.Title);
    }

    [Fact]
    public void What_is_logged_later_is_seen_at_the_next_look()
    {
        using var folder = new SampleFolder();
        var catalog = Read(folder.Root);
        var version = catalog.Version;
        catalog.Refresh();
        Assert.Equal(version, catalog.Version);

        folder.Log.Write(new TrainPoint { Step = 20, Loss = 2 });
        folder.Log.Write(new EvaluationPoint { Step = 20, Split = "val", Metrics = [new() { Name = "pq", Title = "PQ", Value = 0.25 }] });
        catalog.Refresh();

        var live = catalog.Find(RunNames.Id(folder.Live))!;
        Assert.True(catalog.Version > version);
        Assert.Equal((20, 2.0, 0.25), (live.Step, live.Loss, live.Score!.Best));
    }

    [Fact]
    public void A_run_that_goes_away_leaves_the_list()
    {
        using var folder = new TemporaryFolder();
        var run = MeasuredRuns.Make(folder.Path, "a", [true]);
        var catalog = Read(folder.Path);
        Assert.Single(catalog.All());

        Directory.Delete(run.FullPath, recursive: true);
        catalog.Refresh();

        Assert.Empty(catalog.All());
    }

    [Fact]
    public void A_folder_that_comes_later_is_found()
    {
        using var folder = new TemporaryFolder();
        var catalog = Read(folder["runs"]);
        Assert.Empty(catalog.All());

        MeasuredRuns.Make(folder["runs"], "a", [true]);
        catalog.Refresh();

        Assert.Equal("a", Assert.Single(catalog.All()).Name);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var folder = new TemporaryFolder();
        MeasuredRuns.Make(folder["elsewhere"], "a", [true]);
        Directory.CreateDirectory(folder["runs"]);
        Directory.CreateSymbolicLink(folder["runs/out"], folder["elsewhere"]);

        Assert.Empty(Read(folder["runs"]).All());
    }

    [Fact]
    public void A_training_can_take_the_lock_of_a_run_that_is_watched()
    {
        using var folder = new SampleFolder();
        var catalog = Read(folder.Root);
        using var held = new FileStream(Path.Combine(folder.Live, "run.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        catalog.Refresh();

        Assert.Equal(RunState.Running, catalog.Find(RunNames.Id(folder.Live))!.State);
    }

    [Fact]
    public void Lists_filter_sort_group_and_page()
    {
        using var folder = new SampleFolder();
        var catalog = Read(folder.Root);
        new RunNoteFile(folder.Live, TimeProvider.System).Tag(["baseline"], [], "");
        catalog.Reread(RunNames.Id(folder.Live));
        RunListing List(string address)
        {
            var parts = address.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            return RunListing.Of(catalog.All(), RunQuery.Parse(parts.GetValueOrDefault));
        }

        Assert.Equal(["crops", "crops-ibs"], List("q=CROP&sort=name&dir=asc").Rows.Select(run => run.Name));
        Assert.Equal("live", Assert.Single(List("tag=baseline").Rows).Name);
        Assert.Equal("live", Assert.Single(List("state=running").Rows).Name);
        Assert.Equal(5, List("state=nonsense&sort=nonsense&page=99").Rows.Count);
        var groups = List("group=model&sort=name").Groups;
        Assert.Equal([3, 2], groups["small"].Count is var small ? [small, groups["deeplabv3plus_mobilenetv2"].Count] : []);
        Assert.Equal(0, groups["deeplabv3plus_mobilenetv2"].Deviation!.Value, 12);
    }

    [Fact]
    public void An_address_of_a_query_reads_back_as_the_query()
    {
        var query = new RunQuery
        {
            Text = "a b&c",
            State = RunState.Failed,
            Tag = "x=1",
            Model = "m",
            Data = "d",
            Place = "p/q",
            Sort = "best",
            IsDescending = false,
            Group = "tag",
            Page = 3,
        };
        var parts = query.Address()[2..].Split('&').Select(part => part.Split('=')).ToDictionary(
            part => part[0], part => Uri.UnescapeDataString(part[1]));

        Assert.Equal(query, RunQuery.Parse(parts.GetValueOrDefault));
    }

    [Theory]
    [InlineData("/s/studies/two/cells/data/deeplab/b2/s0-bda66f0b/attempts/1/run", "data/deeplab/b2/s0-bda66f0b", "two", "data/deeplab/b2")]
    [InlineData("/s/studies/two/cells/d/m/r/s10-bda66f0b/attempts/3/run", "d/m/r/s10-bda66f0b (3)", "two", "d/m/r")]
    [InlineData("/s/runs/crops-s3-0123abcd", "crops-s3-0123abcd", "/s/runs", "crops")]
    [InlineData("/s/runs/crops", "crops", "/s/runs", "crops")]
    public void Runs_are_named_by_their_folder_or_their_place_in_a_study(string path, string name, string place, string family)
    {
        Assert.Equal((name, place), RunNames.Of(path));
        Assert.Equal(family, RunNames.Family(name));
    }

    private static RunCatalog Read(string root)
    {
        var catalog = new RunCatalog([root], TimeProvider.System);
        catalog.Refresh();
        return catalog;
    }
}
