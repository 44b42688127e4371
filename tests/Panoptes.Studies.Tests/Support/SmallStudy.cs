using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Sessions;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Support;

/// <summary>One model with two recipes and two seeds; the configurations are real, the data an empty folder.</summary>
internal static class SmallStudy
{
    public const string Yaml = """
        title: Two batches
        models: [{name: deeplab, config: model.yaml}]
        recipes:
          - {name: b2, title: batch 2, set: [train.batch_size=2, train.steps=40]}
          - {name: b4, title: batch 4, set: [train.batch_size=4, train.steps=20]}
        seeds: [0, 1]
        reference: b2
        leases: {seconds: 2}
        """;

    /// <summary>Writes the files of the study and makes it.</summary>
    public static StudyFolder Make(TemporaryFolder folder, string yaml = Yaml, params string[] overrides)
    {
        Directory.CreateDirectory(folder["data"]);
        folder.Write("model.yaml", $$"""
            data: {root: "{{folder["data"]}}", format: camvid}
            model: {name: deeplabv3plus_mobilenetv2, width_multiplier: 0.25}
            train: {steps: 40, batch_size: 2, schedule: {warm_up: none}, evaluation: {every: 10} }
            """);
        return StudyPlanning.Init(folder.Write("small.yaml", yaml), [$"folder={folder["studies"]}", .. overrides]);
    }

    /// <summary>Makes and plans it.</summary>
    public static StudyContext Planned(TemporaryFolder folder, string yaml = Yaml, params string[] overrides)
    {
        var study = StudyContext.Open(Make(folder, yaml, overrides).FullPath);
        StudyPlanning.Plan(study);
        return study;
    }

    /// <summary>A cell by its recipe and seed.</summary>
    public static PlannedCell Cell(this StudyContext study, string recipe, long seed) =>
        study.Cells.First(cell => cell.Key.Recipe == recipe && cell.Key.Seed == seed);
}
