using Panoptes.Data.Samples;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>A measure from outside: the share of an image's left half that is right.</summary>
internal sealed class LeftHalf : IEvaluationAccumulator
{
    private long right;
    private long all;

    /// <summary>How an evaluation is told of it.</summary>
    public static EvaluationKind Kind { get; } = new("left_half", SampleParts.Labels, (_, _) => new LeftHalf());

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        foreach (var ((_, sample), seen) in samples.Zip(prediction.Labels()))
        {
            for (var y = 0; y < seen.Height; y++)
            {
                var half = seen.Width / 2;
                all += half;
                right += Enumerable.Range(0, half).Count(x => seen[x, y] == sample.Labels![x, y]);
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(IEvaluationAccumulator other) => (right, all) = (right + ((LeftHalf)other).right, all + ((LeftHalf)other).all);

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(right);
        writer.Write(all);
    }

    /// <inheritdoc/>
    public void MergeFrom(BinaryReader reader) => (right, all) = (right + reader.ReadInt64(), all + reader.ReadInt64());

    /// <inheritdoc/>
    public KindResult Result() => new(Kind.Name, [new Metric("left_half", "left half", (double)right / all)], new Plain(), []);

    private sealed record Plain : IEvaluationDetail
    {
        /// <inheritdoc/>
        public IReadOnlyList<ClassColumn> Columns => [];
    }
}
