using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Things;

/// <summary>
/// A supervisor that knows by which embeddings a network answers for the true things of a stream, so that other supervisors of the same
/// outputs need not know the network's kind.
/// </summary>
public interface IThingSource
{
    /// <summary>Whose batches.</summary>
    string Stream { get; }

    /// <summary>The embeddings of a pass; made once, however many supervisors ask.</summary>
    /// <param name="step">Batches and outputs.</param>
    /// <returns>
    /// One for each prediction that intra-batch supervision is for, the first prediction first; those without a thing have no rows.
    /// </returns>
    /// <exception cref="Foundation.InputException">The model's outputs or the batch's targets are of another kind.</exception>
    IReadOnlyList<ThingEmbeddings> Things(StepContext step);

    /// <summary>What intra-batch supervision takes where nothing is configured: Panoptic FCN's values, unless it says otherwise.</summary>
    /// <param name="preset">Whose values.</param>
    IntraBatchDefaults IntraBatch(IntraBatchPreset preset) => new(Weight: 1, Points: 0);
}
