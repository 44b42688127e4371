using Panoptes.Data;
using Panoptes.Foundation;
using Panoptes.Models;

namespace Panoptes.Training;

/// <summary>
/// One answer to where supervision comes from: it turns a batch and the model's outputs for it into named losses. A training adds up
/// those of a list of supervisors.
/// </summary>
public interface ISupervisor
{
    /// <summary>What it is called in messages.</summary>
    string Name { get; }

    /// <summary>Called once before the first step.</summary>
    /// <exception cref="InputException">The model lacks what this supervisor needs, or a setting does not fit the model.</exception>
    void Check(Segmenter model);

    /// <summary>
    /// Whether <see cref="Compute"/> sends the same work to the device for every batch of one shape: it asks the device nothing and reads
    /// neither the step nor what is in main memory. Only then can a step be recorded (<see cref="TrainConfig.CudaGraph"/>).
    /// </summary>
    bool IsStatic => false;

    /// <summary>Called for every batch before it goes to the device: the place to refuse labels by the name of their file.</summary>
    /// <exception cref="InputException">The batch cannot supervise.</exception>
    void Inspect(Batch batch)
    {
    }

    /// <summary>The losses of one batch.</summary>
    /// <param name="batch">Images, labels and where they came from.</param>
    /// <param name="outputs">What the model made of the images, with gradients.</param>
    IReadOnlyList<NamedLoss> Compute(TrainingBatch batch, SegmenterOutputs outputs);
}
