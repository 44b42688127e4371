using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Search;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Tests.Search;

/// <summary>The study files that come along can be planned, and have as many cells as their comments say.</summary>
public sealed class StudyFilesTests
{
    private static readonly string Folder = Path.Combine(Root(), "configs", "studies");

    [Fact]
    public void Every_study_file_is_planned_here() => Assert.Equal(
        [
            "augmentation", "burn-in", "learning-rate", "search-asha", "seeds-only", "semantic-comparison", "teacher-quality",
            "tutorial",
        ],
        Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());

    [Theory]
    [InlineData("semantic-comparison", 54, 0)]
    [InlineData("burn-in", 72, 3)]
    [InlineData("augmentation", 80, 60)]
    [InlineData("teacher-quality", 15, 0)]
    [InlineData("seeds-only", 8, 0)]
    [InlineData("learning-rate", 15, 0)]
    [InlineData("tutorial", 4, 0)]
    [InlineData("../reproduce/semantic-bench", 18, 0)]
    public void A_study_can_be_planned(string name, int cells, int leftOut)
    {
        var file = Path.Combine(Folder, name + ".yaml");
        var study = ConfigReader.Resolve<StudyConfig>(file, [], keepUnset: true).Value;
        study = study with { Set = [.. study.Set, "data.root=somewhere"], Scenes = null };
        study = study with { Data = [.. study.Data.Select(data => data with { Set = [.. data.Set.Select(Known)] })] };
        study = study with { Models = [.. study.Models.Select(model => model with { Set = [.. model.Set.Select(Known)] })] };
        var planned = new StudyMatrix(study, Path.GetDirectoryName(file)!, "").Cells();
        Assert.Equal((cells, leftOut), (planned.Count, planned.Count(cell => cell.Skipped is not null)));
    }

    [Fact]
    public void The_search_has_the_trials_and_steps_that_it_says_and_its_settings_fit()
    {
        var study = ConfigReader.Read<StudyConfig>(Path.Combine(Folder, "search-asha.yaml"), []);
        var search = new HalvingSearch(study.Search!, true);
        Assert.Equal(27, search.Trials.Count);
        Assert.Equal([50, 150, 450], search.Rungs.Steps);
        Assert.Equal(4_050, search.Rungs.Cost(27));
        Assert.All(search.Trials, trial => ConfigReader.Read<RunConfig>(
            Path.Combine(Folder, study.Models[0].Config), [.. study.Models[0].Set, .. search.OverridesOf(new(trial.Number, 0))]));
    }

    private static string Known(string setting) => setting.Replace("${TEACHERS}", "teachers");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
