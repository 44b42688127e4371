using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>
/// The running counts of one kind of evaluation. Of an image stay counts, and at most some bytes a detection: memory does not grow with
/// masks or images. Counts of parts of a data set merge to those of the whole, to the last digit.
/// </summary>
public interface IEvaluationAccumulator
{
    /// <summary>Counts a few images of one size.</summary>
    /// <param name="samples">The samples with their indices in the data set; every index comes once.</param>
    /// <param name="prediction">What the model says of them, in their order.</param>
    /// <exception cref="InputException">A sample lacks what is compared with, or the model does not predict it.</exception>
    void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction);

    /// <summary>Adds what another one of the same kind and settings counted of other images.</summary>
    void Merge(IEvaluationAccumulator other);

    /// <summary>Writes what was counted for another process, without loss: doubles by their bits.</summary>
    /// <param name="writer">Where to; stays open.</param>
    void Write(BinaryWriter writer);

    /// <summary>
    /// Adds what one of the same kind and settings counted of other images in another process and wrote by <see cref="Write"/>: as
    /// <see cref="Merge"/> of it would, to the last digit. Reads what was written and no more.
    /// </summary>
    /// <param name="reader">What is read; stays open.</param>
    /// <exception cref="InvalidDataException">It is something else; what is counted is of no use then.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early; likewise.</exception>
    void MergeFrom(BinaryReader reader);

    /// <summary>What was found.</summary>
    KindResult Result();
}
