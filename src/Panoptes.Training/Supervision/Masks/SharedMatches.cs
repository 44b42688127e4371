using Panoptes.Data.Loading;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Training.Collectives;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Supervision.Masks;

/// <summary>What matching made of one stream's batch in one pass.</summary>
/// <param name="Outputs">The predictions, with gradients.</param>
/// <param name="Matches">Which queries answer for which true masks.</param>
/// <param name="Draws">Where the points came from, of which losses take more.</param>
public sealed record MatchedOutputs(MaskSet Outputs, MaskMatches Matches, IPointDraws Draws);

/// <summary>
/// The matches of a batch's predictions, made when a supervisor first asks for them and shared by all that ask: once for each pass of a
/// step.
/// </summary>
/// <param name="matcher">How queries are matched.</param>
/// <param name="source">Which of a batch's targets are the true masks.</param>
/// <param name="draws">Where the points of a batch come from.</param>
/// <param name="stream">Whose batches.</param>
/// <param name="collective">The processes that have parts of one batch; this one alone where null.</param>
public sealed class SharedMatches(
    MaskMatcher matcher,
    MaskSource source,
    Func<Batch, IPointDraws> draws,
    string stream = SampleStream.Labeled,
    ICollective? collective = null)
{
    /// <summary>Which of a batch's targets are the true masks.</summary>
    public MaskSource Source => source;

    /// <summary>Whose batches are matched.</summary>
    public string Stream => stream;

    /// <summary>The matches of a pass.</summary>
    /// <param name="step">Batches and outputs.</param>
    /// <exception cref="InputException">The model predicts no masks, the batch lacks the targets, or a cost is not finite.</exception>
    public MatchedOutputs Of(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Shared(stream, this, () => Match(step.Batch(stream), step.Outputs(stream)));
    }

    private MatchedOutputs Match(TrainingBatch batch, Models.Outputs.SegmenterOutputs outputs)
    {
        if (outputs is not MaskSet masks)
        {
            throw new InputException(
                "model", $"outputs of kind {outputs?.GetType().Name}", "a set of masks",
                "choose a model that predicts masks, such as mask2former");
        }

        var classes = (int)masks.Last.ClassLogits.Size(2) - 1;
        var truths = batch.Masks ?? MaskTruths.Of(batch.Source, source, classes, masks.PaddedSize, batch.Images.Device);
        var queries = (int)masks.Last.ClassLogits.Size(1);
        var points = SharedPointDraws.Of(
            draws(batch.Source), collective, batch.Places(truths.Count),
            [.. truths.Select(truth => Math.Min(truth.Masks.Count, queries))]);
        return new MatchedOutputs(masks, matcher.Match(masks, truths, points), points);
    }
}
