using Panoptes.Experiments.Runs;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Stages;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Sessions;

/// <summary>Goes from stage to stage with one model: a trainer and its streams at a time.</summary>
/// <param name="run">What all stages share.</param>
/// <param name="model">The model.</param>
internal sealed class StageSequence(StageRun run, Segmenter model) : IDisposable
{
    private Trainer? trainer;
    private StageStreams? streams;
    private IReadOnlyList<TeacherSupervision> taught = [];

    /// <summary>The streams of the stage that was entered.</summary>
    public StageStreams Streams => streams!;

    /// <summary>Makes the trainer of a stage, in the state in which the stage begins or goes on.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="before">The stage that was just done by this process; null where the stage begins the run or is resumed.</param>
    /// <param name="checkpoint">What the stage goes on from; null where it begins.</param>
    /// <exception cref="Foundation.InputException">Streams, supervisors, checkpoint and model do not fit.</exception>
    public Trainer Enter(PlannedStage stage, PlannedStage? before, Checkpoint? checkpoint)
    {
        if (before is not null)
        {
            if (run.Collective.Rank == 0)
            {
                run.Store.KeepBest(before.Span.Name);
            }

            run.Collective.Meet();
        }

        var supervisors = Supervisors(stage);
        var teachers = TeachersOf.All(supervisors).ToList();
        StageStreams? opened = null;
        Trainer? next = null;
        try
        {
            opened = Open(stage, supervisors);
            trainer?.ReleaseModel();
            next = new Trainer(
                new TrainingSetup(model, opened.All, supervisors) { Domains = run.Domains, Collective = run.Collective },
                stage.Config.Train, run.Hooks(stage, model, teachers), run.Device, run.Diagnostics, stage.Span);
            if (checkpoint is not null)
            {
                Restore(next, checkpoint);
            }
            else if (before is not null)
            {
                teachers.ForEach(teacher => Begin(teacher, stage.Config.Train.Teacher.Start, before));
                TakeOver(next, before, stage);
            }

            Leave();
            (trainer, streams, taught) = (next, opened, teachers);
            return next;
        }
        catch
        {
            if (next is null)
            {
                SupervisorKind.Release(supervisors);
            }

            next?.Dispose();
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a stage whose parts do not fit together, long before its first step.</summary>
    /// <exception cref="Foundation.InputException">Streams, supervisors and model do not fit.</exception>
    public void Check(PlannedStage stage)
    {
        var supervisors = Supervisors(stage);
        try
        {
            using var opened = Open(stage, supervisors);
            new TrainingSetup(model, opened.All, supervisors).Check();
        }
        finally
        {
            SupervisorKind.Release(supervisors);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Leave();

    private IReadOnlyList<ISupervisor> Supervisors(PlannedStage stage) => SupervisorKind.Create(
        stage.Config.Train.Supervisors,
        new SupervisorParts(stage.Config.Train, model, run.Task, "")
        {
            Classes = run.Data.Train.Classes,
            Augmentation = stage.Config.Augmentation,
            TeacherModel = teacher => TeacherModel.Create(teacher, stage.Config, run.Data.Train.Classes),
            Domains = run.Domains,
            Collective = run.Collective,
            Start = stage.Span.Start,
        },
        SupervisorKind.BuiltIn);

    private StageStreams Open(PlannedStage stage, IReadOnlyList<ISupervisor> supervisors) => new(
        run.Data, stage.Config, supervisors, run.Task, run.Device, run.Collective,
        new StreamSampling(stage.Config)
        {
            Progress = run.Progress.Images,
            Cancel = run.Signals.Token,
            Warn = text => run.Warn("segments", text, null),
        },
        sample => run.Warn("quarantine", $"{sample.Reason}; another sample takes its place", sample.Step));

    private void Leave()
    {
        trainer?.Dispose();
        streams?.Dispose();
        (trainer, streams, taught) = (null, null, []);
    }

    private void Restore(Trainer next, Checkpoint checkpoint)
    {
        foreach (var lacking in next.Restore(checkpoint))
        {
            run.Warn("checkpoint", lacking, next.Step);
        }

        if (next.Progress.BestScore is null)
        {
            return;
        }

        // The first, which may have to make it again, says for all.
        if (!FirstProcess.Decides(run.Collective, () => run.Store.HasBest(next.Progress.BestStep)))
        {
            next.ForgetBest();
        }
    }

    // Before the trained network is changed: the last weights of the stage before are still its own.
    private void Begin(TeacherSupervision teacher, TeacherStart start, PlannedStage before)
    {
        if (start == TeacherStart.Keep && taught.FirstOrDefault(other => other.Stream == teacher.Stream) is { } same)
        {
            teacher.LoadState(same.State());
        }
        else if (start == TeacherStart.Keep)
        {
            run.Warn("stage", $"stage {before.Span.Name} had no teacher of the stream {teacher.Stream}: it begins with the student", null);
        }
        else if (start == TeacherStart.Before)
        {
            using var best = BestOf(before, "teach");
            using var domain = run.Domains?.Enter(teacher.Stream);
            teacher.Begin(best is null ? model.StateDict() : best.ModelTensors(teacher.Stream));
        }
    }

    private void TakeOver(Trainer next, PlannedStage before, PlannedStage stage)
    {
        if (stage.Start.KeepOptimizer)
        {
            next.KeepOptimizer(trainer!);
        }

        if (stage.Start.Weights == StageWeights.Initial)
        {
            using var initial = RunModel.Create(stage.Config, run.Data.Train.Classes);
            Pretrained.Load(initial, stage.Config.Model);
            model.LoadStateDict(initial.StateDict());
            run.Domains?.Load([]);
            next.SeedAgain();
        }
        else if (stage.Start.Weights == StageWeights.Best)
        {
            using var best = BestOf(before, "are taken");
            best?.RestoreModel(model);
            run.Domains?.Load(best?.Statistics() ?? run.Domains.State());
        }
    }

    private Checkpoint? BestOf(PlannedStage before, string use)
    {
        var best = run.Store.BestOf(before.Span.Name);
        if (best is null)
        {
            run.Warn("stage", $"stage {before.Span.Name} was never measured: its last weights {use}", null);
        }

        return best;
    }
}
