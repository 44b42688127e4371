using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Metrics.Exchange;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation;

/// <summary>The running counts of an evaluation, of all its kinds.</summary>
public sealed class EvaluationCounts
{
    private readonly IReadOnlyList<EvaluationKind> kinds;
    private readonly ClassTable classes;
    private readonly EvaluationConfig config;
    private readonly IReadOnlyList<IEvaluationAccumulator> accumulators;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="kinds">What is measured.</param>
    /// <param name="classes">The classes of the labels.</param>
    /// <param name="config">What is reported.</param>
    public EvaluationCounts(IReadOnlyList<EvaluationKind> kinds, ClassTable classes, EvaluationConfig config)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        (this.kinds, this.classes, this.config) = (kinds, classes, config);
        accumulators = [.. kinds.Select(kind => kind.Begin(classes, config))];
    }

    /// <summary>Images counted.</summary>
    public int Images { get; private set; }

    /// <summary>Seconds that it took.</summary>
    public double Seconds { get; internal set; }

    /// <summary>Counts a few images of one size.</summary>
    /// <param name="samples">The samples with their indices; every index comes once.</param>
    /// <param name="prediction">What the model says of them.</param>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (var accumulator in accumulators)
        {
            accumulator.Add(samples, prediction);
        }

        Images += samples.Count;
    }

    /// <summary>Adds what was counted of other images of the data set, before or after; seconds add up.</summary>
    public void Merge(EvaluationCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (own, theirs) in accumulators.Zip(other.accumulators))
        {
            own.Merge(theirs);
        }

        (Images, Seconds) = (Images + other.Images, Seconds + other.Seconds);
    }

    /// <summary>What was counted, for another process: some hundred bytes an image, some 50 a detection, deflated.</summary>
    public byte[] ToBytes() => ExchangedBytes.Seal(writer =>
    {
        writer.Write7BitEncodedInt(Images);
        writer.Write(Seconds);
        writer.WriteEach(kinds, (to, kind) => to.Write(kind.Name));
        foreach (var accumulator in accumulators)
        {
            accumulator.Write(writer);
        }
    });

    /// <summary>
    /// Adds what another process counted of other images of the data set meanwhile, to the last digit as <see cref="Merge"/> would; seconds
    /// are those of the slowest.
    /// </summary>
    /// <param name="bytes">Its <see cref="ToBytes"/>.</param>
    /// <exception cref="InputException">
    /// The bytes are damaged, of another version, or of other kinds or classes; nothing was added then.
    /// </exception>
    public void MergeFrom(ReadOnlySpan<byte> bytes)
    {
        var (before, other) = (Seconds, new EvaluationCounts(kinds, classes, config));
        ExchangedBytes.Open(bytes, other.Read);
        Merge(other);
        Seconds = Math.Max(before, other.Seconds);
    }

    /// <summary>What was found.</summary>
    public EvaluationResult Result() =>
        new() { Kinds = [.. accumulators.Select(accumulator => accumulator.Result())], Images = Images, Seconds = Seconds };

    private void Read(BinaryReader reader)
    {
        (Images, Seconds) = (reader.ReadBelow(int.MaxValue, "images"), reader.ReadDouble());
        var names = reader.ReadEach(from => from.ReadString());
        if (!names.SequenceEqual(kinds.Select(kind => kind.Name)))
        {
            throw new InvalidDataException($"of {string.Join(", ", names)}");
        }

        foreach (var accumulator in accumulators)
        {
            accumulator.MergeFrom(reader);
        }
    }
}
