using Panoptes.Data.Checking;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;

namespace Panoptes.Experiments.Sessions;

/// <summary>Looks at a few label maps of a semantic run's splits before they are trained on.</summary>
internal static class SplitSurvey
{
    /// <summary>What is wrong with them and can be trained with; a line each.</summary>
    /// <param name="data">The run's data.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="task">What is asked of the model; nothing is looked at where that is not classes of pixels.</param>
    /// <exception cref="InputException">The labels teach nothing.</exception>
    public static List<string> Warnings(RunData data, RunConfig config, SegmentationTask task)
    {
        var found = new List<string>();
        if (task != SegmentationTask.Semantic)
        {
            return found;
        }

        var weights = config.Train.Loss.Terms is [{ ClassWeights: { } only }] ? only : [];
        if (LabelSurvey.Look(data.Train, config.Data.TrainSplit, weights) is { } fault)
        {
            found.Add(fault.TeachesNothing ? throw fault.Error : fault.Error.Message);
        }

        if (LabelSurvey.Look(data.Validation, config.Data.ValSplit, []) is { } unmeasurable)
        {
            found.Add(unmeasurable.Error.Message);
        }

        return found;
    }
}
