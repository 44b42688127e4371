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

    /// <summary>The losses of one batch.</summary>
    /// <param name="batch">Images, labels and where they came from.</param>
    /// <param name="outputs">What the model made of the images, with gradients.</param>
    IReadOnlyList<NamedLoss> Compute(TrainingBatch batch, SegmenterOutputs outputs);
}
