using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Engine;

/// <summary>
/// Something a training does besides learning: log, validate, save, stop. Hooks are called in the order of the list they are given
/// in; each may read the trainer, none changes the weights.
/// </summary>
public interface IHook
{
    /// <summary>Before the first step of this process, with the state restored.</summary>
    void AtStart(Trainer trainer)
    {
    }

    /// <summary>Before a step's batch is taken.</summary>
    void BeforeStep(Trainer trainer)
    {
    }

    /// <summary>
    /// When the host has read what a step did: for every step once, in order. On a GPU that may be many steps later
    /// (<see cref="TrainConfig.ReadLosses"/>), but before the step's number is a multiple of <see cref="TrainConfig.LogEvery"/>, a state is
    /// saved or the model measured.
    /// </summary>
    void OnRecord(Trainer trainer, StepRecord record)
    {
    }

    /// <summary>After an update; <see cref="Trainer.Step"/> counts it already.</summary>
    void AfterStep(Trainer trainer)
    {
    }

    /// <summary>After an evaluation in the course of the training.</summary>
    void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
    }

    /// <summary>After the last step of this process, whatever ended it but an error.</summary>
    void AtEnd(Trainer trainer, StopReason reason)
    {
    }
}
