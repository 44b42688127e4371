using Panoptes.Data.Classes;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Sessions;

/// <summary>Makes the network of a teacher.</summary>
internal static class TeacherModel
{
    /// <summary>A run's settings as its teacher looks at whole images: in 32 bits, at the scales of the teacher.</summary>
    public static RunConfig Looking(RunConfig config) => config with
    {
        Train = config.Train with
        {
            Precision = Precision.Fp32,
            Evaluation = config.Train.Evaluation with
            {
                Scales = config.Train.Teacher.Scales,
                Flip = config.Train.Teacher.Flip,
                Panoptic = config.Train.Evaluation.Panoptic with
                {
                    ObjectScore = config.Train.Evaluation.Panoptic.ObjectScore ?? config.Train.Teacher.Labels.Score,
                },
            },
        },
    };

    /// <summary>
    /// Another network of the trained one's family, whose weights are yet to come, or that of a finished run with its best weights.
    /// </summary>
    /// <param name="teacher">Which.</param>
    /// <param name="config">The training.</param>
    /// <param name="classes">Its classes.</param>
    /// <exception cref="InputException">There is no such run, or it tells other classes apart.</exception>
    public static Segmenter Create(TeacherConfig teacher, RunConfig config, ClassTable classes) =>
        teacher.Run is { } run ? FinishedRun.Of(run, "train.teacher.run", classes).Load() : RunModel.Create(config, classes);
}
