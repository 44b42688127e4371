using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Cli.Shell;
using Panoptes.Cli.Studies;
using Panoptes.Cli.Verbs;

namespace Panoptes.Cli;

/// <summary>All verbs.</summary>
internal static class CommandTree
{
    /// <summary>Makes the tree; nothing in it touches the tensor engine until a verb runs.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Trains, evaluates and looks at segmentation models on street scenes.")
        {
            DemoVerb.Create(),
            ReproduceVerb.Create(),
            TrainVerb.Create(),
            LaunchVerb.Create(),
            PlanVerb.Create(),
            EvalVerb.Create(),
            ShiftVerb.Create(),
            TeacherReportVerb.Create(),
            PredictVerb.Create(),
            ExportVerb.Create(),
            ServeVerb.Create(),
            RunsVerb.Create(),
            DashboardVerb.Create(),
            StudyVerb.Create(),
            CellVerb.Create(),
            LeaseVerb.Create(),
            DataVerb.Create(),
            SplitVerb.Create(),
            LabelsVerb.Create(),
            WeightsVerb.Create(),
            ModelsVerb.Create(),
            ScoreVerb.Create(),
            AtlasVerb.Create(),
            ConvertVerb.Create(),
            ParityVerb.Create(),
            ConfigVerb.Create(),
            AdviseVerb.Create(),
            DoctorVerb.Create(),
            TestVerb.Create(),
            CompletionVerb.Create(),
            CompletionVerb.CreateQuestion(),
            ManVerb.Create(),
        };
        HelpWithExamples.Use(root);
        return root;
    }
}
