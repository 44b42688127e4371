using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Settings;

namespace Panoptes.Cli.Studies;

/// <summary>A reproduction that is a study: planned, carried out and reported by one command.</summary>
internal static class StudyReproduction
{
    /// <summary>Whether a file is a study: it names models, where another reproduction names networks.</summary>
    public static bool IsOne(string file) => File.ReadLines(file).Any(line => line.StartsWith("models:", StringComparison.Ordinal));

    /// <summary>The title of a study.</summary>
    public static string TitleOf(string file) => ConfigReader.Read<StudyConfig>(file, []).Title;

    /// <summary>Carries it out, or goes on with it.</summary>
    /// <param name="file">The study's file.</param>
    /// <param name="overrides">Settings that win over it.</param>
    /// <param name="folder">The study's folder.</param>
    /// <param name="quick">Whether one seed has to do.</param>
    /// <param name="processes">Cells at once; the study's own number where 1.</param>
    /// <param name="output">Where to say what happens.</param>
    public static int Run(string file, IReadOnlyList<string> overrides, string folder, bool quick, int processes, TextWriter output)
    {
        var placed = overrides.FirstOrDefault(setting => setting.Split('=')[0].Trim() is "folder" or "name");
        Require.That(
            placed is null, "KEY=VALUE", placed, "--folder, which says where a reproduction goes and what it is called",
            "give --folder instead");
        var config = ConfigReader.Read<StudyConfig>(file, overrides);
        string[] further =
        [
            $"folder={SettingOverrides.Quoted(Path.GetDirectoryName(folder)!)}", $"name={CellNames.From(Path.GetFileName(folder))}",
            .. quick ? new[] { $"seeds=[{config.Seeds[0]}]" } : [],
            .. processes > 1 ? new[] { $"launcher.local.slots={processes}" } : [],
        ];
        var study = StudyPlanning.Init(file, [.. overrides, .. further]);
        using (var open = StudyContext.Open(study.FullPath))
        {
            var (cells, dropped) = StudyPlanning.Plan(open);
            StudyText.WritePlan(output, open, cells, dropped);
        }

        var exit = StudySubmitVerb.Run(study.FullPath, [], _ => true, alsoFailed: true, output);
        if (exit != ExitCode.Done)
        {
            return exit;
        }

        using var done = StudyContext.Open(study.FullPath);
        return StudyReportVerb.Write(
            done, new OutputPlan("study report"), done.Folder.Report, ascii: false, strict: false, output);
    }
}
