using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Stores;

namespace Panoptes.Cli.Studies;

/// <summary><c>study export</c>: a study's cells and numbers as Parquet files.</summary>
internal static class StudyExportVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var output = OutputOptions.Required("The folder for cells.parquet and evaluations.parquet.", "DIR");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "export",
            "Writes a study's cells and their numbers as Parquet files, for pandas, DuckDB and the like.",
            "./panoptes study export studies/bench --out tables") { study, output, force };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var plan = OutputOptions.Plan(parsed, force);
            var folder = plan.Folder(parsed.GetRequiredValue(output), output.Name);
            folder.File(ParquetExport.CellsFile, output.Name);
            folder.File(ParquetExport.EvaluationsFile, output.Name);
            using var writing = plan.Begin();
            ParquetExport.Write(open.Store, folder.Path);
            parsed.InvocationConfiguration.Output.WriteLine($"tables: {folder.Path}");
        });
        return verb;
    }
}
