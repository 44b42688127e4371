using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Supervision;

/// <summary>
/// One answer to where supervision comes from: it turns batches and the model's outputs for them into named losses. A training adds up
/// those of a list of supervisors.
/// </summary>
public interface ISupervisor
{
    /// <summary>
    /// What it is called in messages, and in a checkpoint where it has state; unlike every other supervisor's of the training.
    /// </summary>
    string Name { get; }

    /// <summary>The streams whose batches it reads.</summary>
    IReadOnlyList<string> Streams => [SampleStream.Labeled];

    /// <summary>What it needs of the samples of those streams, beside images.</summary>
    SampleParts Parts => SampleParts.Labels;

    /// <summary>Called once before the first step; every stream of <see cref="Streams"/> is there.</summary>
    /// <exception cref="InputException">The model lacks what this supervisor needs, or a setting does not fit the model.</exception>
    void Check(Segmenter model);

    /// <summary>
    /// Whether <see cref="Compute"/> sends the same work to the device for every batch of one shape: it asks the device nothing and reads
    /// neither the step nor what is in main memory. Only then can a step be recorded (<see cref="TrainConfig.CudaGraph"/>).
    /// </summary>
    bool IsStatic => false;

    /// <summary>
    /// Called for every batch of a stream it reads before that goes to the device: the place to refuse labels by the name of their file.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="batch">Its batch.</param>
    /// <exception cref="InputException">The batch cannot supervise.</exception>
    void Inspect(string stream, Batch batch)
    {
    }

    /// <summary>The losses of one forward pass.</summary>
    /// <param name="step">Batches and outputs.</param>
    IReadOnlyList<NamedLoss> Compute(StepContext step);

    /// <summary>
    /// Called after every update of the weights, as for an exponential moving average of them. Work on the device is queued only: whether
    /// the update was done is known there alone.
    /// </summary>
    /// <param name="step">Updates done, this one included.</param>
    /// <param name="skip">A float32 number on the device: 1 where the update was left out (a gradient that is not finite), else 0.</param>
    void AfterUpdate(long step, Tensor skip)
    {
    }

    /// <summary>
    /// What of it a checkpoint must hold so that a resumed training ends with the same bits, by names of its own; the living tensors.
    /// They are saved under <see cref="Name"/>.
    /// </summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State() => [];

    /// <summary>
    /// The setting that gives it a state which follows from this process's images alone, so that a checkpoint, which holds the first
    /// process's, could not give it back to the others; null where all processes have the same.
    /// </summary>
    string? OwnStateSetting => null;

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <param name="state">The tensors by those names; empty where the checkpoint is of a training without this supervisor.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
    }
}
