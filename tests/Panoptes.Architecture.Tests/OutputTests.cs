using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>
/// Every file that a verb writes goes through an output plan: whoever writes is either the plan itself, a codec that is told where to by
/// it, or keeps a run's own folder.
/// </summary>
public sealed partial class OutputTests
{
    // Write at the path they are given; their callers are looked at instead.
    private static readonly string[] Codecs =
    [
        "Foundation/AtomicFile.cs", "Foundation/PendingFile.cs", "Foundation/Outputs/", "Imaging/Codecs/Png/PngWriter.cs",
        "Imaging/Codecs/Jpeg/JpegFile.cs", "Imaging/Predictions/LabelPng.cs", "Export/Onnx/OnnxWriter.cs",
        "Models/Weights/Safetensors/SafetensorsWriter.cs",
        "Formats/Coco/Writing/PanopticWriting.cs", "Formats/Coco/Writing/PendingJson.cs", "Formats/Coco/Writing/ResultsWriting.cs",
        "Formats/Cityscapes/Writing/InstanceMapWriting.cs",
        "Data/Checking/DataCheckResult.cs", "Data/Classes/ClassTableFile.cs", "Data/LabelContracts/LabelContractFile.cs",
        "PseudoLabels/Splitting/ClusterCountsFile.cs", "PseudoLabels/Files/NpyArray.cs",
        "Metrics/Scoring/ScoreJson.cs", "Metrics/Scoring/ScoreCsv.cs", "Metrics/Atlas/Files/", "Reports/Atlas/",
        "Reports/Scores/", "Reports/DataSets/", "Reports/Comparisons/",
        "Experiments/Reproductions/ReproductionResult.cs", "Reports/Reproductions/", "Reports/Diagnoses/",
        "Experiments/TeacherReports/TeacherReport.cs", "Reports/Teachers/TeacherReportPage.cs",
        "Experiments/LabelReports/LabelReport.cs", "Reports/Teachers/LabelReportPage.cs",
        "Experiments/Shifts/DomainShift.cs", "Experiments/Links/LinkMeasurement.cs", "Experiments/Predictions/VideoTool.cs",
        "Experiments/Weights/WeightDownload.cs", "Reports/Predictions/",
    ];

    // A run's folder is made by its training, which refuses one that holds anything else.
    private static readonly string[] RunFolders =
    [
        "Training/Checkpoints/", "Training/Diagnostics/NonFiniteReport.cs", "Training/Profiling/", "Experiments/Evaluations/",
        "Experiments/Events/EventLog.cs", "Experiments/TensorBoard/",
        "Experiments/Advice/AdviceFile.cs", "Experiments/Runs/", "Experiments/RunLists/RunRemoval.cs", "Experiments/Sessions/FirstBatch.cs",
        "Experiments/Sessions/RunProcesses.cs", "Experiments/Sessions/TrainingSession.cs", "Reports/Runs/RunPage.cs",
    ];

    // What people say of a run is kept in a file of its own in the run's folder; lists of samples that they choose replace nothing.
    private static readonly string[] Notes = ["Dashboard/Notes/RunNoteFile.cs", "Dashboard/Browsing/Selecting/SelectionLists.cs"];

    // A study's folder is made by study init, which refuses one that holds anything else; reports and tables go where their verb planned.
    private static readonly string[] StudyFolders =
    [
        "Studies/Attempts/", "Studies/Folders/", "Studies/Records/", "Studies/Planning/CostFile.cs", "Studies/Sessions/AdoptedCells.cs",
        "Studies/Sessions/StudyPlanning.cs", "Studies/Launchers/", "Studies/Leases/", "Studies/Stores/",
        "Studies/Tables/ReportTableCsv.cs", "Reports/Studies/",
    ];

    // The trace of a defect, what was found of a machine's kernels and of a data set's samples, in folders of the program's own; the logs
    // of processes, which are only ever added to; and temporary folders of which nothing stays.
    private static readonly string[] Traces =
        ["Cli/CommandLine/Failure.cs", "Tensors/MatrixProducts/KernelRecord.cs", "Data/Sampling/SegmentIndexFile.cs",
        "Data/Indexing/DataIndexFile.cs", "Experiments/Sessions/LabelMapSession.cs",
        "Data/PseudoLabels/InferredContracts.cs", "Experiments/Examinations/LabelGate.cs", "Experiments/Launching/LaunchFolder.cs",
        "Cli/Verbs/PlanVerb.cs", "Experiments/Sessions/PlanSession.cs", "Experiments/Atlases/PredictionSpool.cs"];

    [Fact]
    public void Whoever_writes_files_outside_a_run_plans_them()
    {
        var known = Codecs.Concat(RunFolders).Concat(StudyFolders).Concat(Notes).Concat(Traces).Select(path => $"src/Panoptes.{path}")
            .ToList();
        var wrong = Repository.FilesEnding(".cs").Where(file => file.StartsWith("src/") && !known.Any(file.StartsWith))
            .Where(file => Writes().IsMatch(Repository.Text(file)) && !Plans().IsMatch(Repository.Text(file)));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Options_that_name_outputs_are_made_in_one_place() =>
        Assert.Equal(["src/Panoptes.Cli/CommandLine/OutputOptions.cs"], Repository.FilesEnding(".cs")
            .Where(file => file.StartsWith("src/Panoptes.Cli/") && OutputOption().IsMatch(Repository.Text(file))));

    [Fact]
    public void Every_list_of_writers_names_what_is_there()
    {
        var gone = Codecs.Concat(RunFolders).Concat(StudyFolders).Concat(Notes).Concat(Traces)
            .Where(path => !Repository.Files.Any(file => file.StartsWith($"src/Panoptes.{path}")));
        Assert.Empty(gone);
    }

    [GeneratedRegex(
        @"\bFile\.(Write|Create|Move|Copy|Append|OpenWrite|Delete|Replace)\w*\(|\bDirectory\.(CreateDirectory|Delete|Move)\("
        + @"|new StreamWriter\(|FileAccess\.(Write|ReadWrite)"
        + @"|\bAtomicFile\.|\bnew (PendingFile|PendingJson|ResultsWriting)\(|\bInstanceMapWriting\.Write\("
        + @"|\b(PngFile|JpegFile|SafetensorsWriter|ScoreJson|ScoreCsv|ScorePage|(Run)?ComparisonPage|ClassTableFile|PreviewPage)\.Write"
        + @"|\b(AtlasPage|RelabelJson|FindingsJson)\.Write"
        + @"|\bLabelContractFile\.Write\("
        + @"|\.WriteJson\(")]
    private static partial Regex Writes();

    [GeneratedRegex(@"\bOutput(Plan|Folder|Options|Writing)\b|\bshared\.Plan\(|\.PlanFolder\(")]
    private static partial Regex Plans();

    [GeneratedRegex("\"--(out|html|report)\"")]
    private static partial Regex OutputOption();
}
