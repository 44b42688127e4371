using Panoptes.Data.Loading;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Losses;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Supervision;

/// <summary>Supervision by the labels of the batch: the configured losses on the main logits and on every auxiliary head.</summary>
/// <remarks>
/// Logits are upsampled bilinearly to the labels' size first; labels are never resized. Names follow mmsegmentation:
/// <c>decode.loss_ce</c>, <c>aux.loss_ce</c>, <c>decode.acc_seg</c>.
/// </remarks>
public sealed class GroundTruth : ISupervisor, IDisposable
{
    private const string MainHead = "decode";
    private readonly LossConfig config;
    private readonly string stream;
    private readonly List<PixelLoss> losses = [];
    private int classes;

    /// <summary>Supervision by labels.</summary>
    /// <param name="config">The losses and their weights.</param>
    /// <param name="stream">Whose labels.</param>
    public GroundTruth(LossConfig config, string stream = SampleStream.Labeled)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.config, this.stream) = (config, stream);
    }

    /// <inheritdoc/>
    public string Name => "ground_truth";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => [stream];

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OutputKind != typeof(SemanticOutputs))
        {
            throw new InputException(
                "train.supervisors", "supervision by label maps of a model that predicts masks", "a model that tells classes of pixels",
                "choose another model, or kind ground_truth");
        }

        foreach (var term in config.Terms)
        {
            RequireOnePerClass("class_weights", term.ClassWeights.Count, 0, model.NumClasses);
            RequireOnePerClass("alpha", term.Alpha.Count, 1, model.NumClasses);
        }

        classes = model.NumClasses;
    }

    /// <inheritdoc/>
    public bool IsStatic => true;

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Targets.Labels is null)
        {
            throw new InputException(
                $"stream {stream}", "batches without label maps", "a class for every pixel",
                "let the stream load labels, or supervise it otherwise");
        }

        LabelRange.Check(batch, classes, config.IgnoreIndex);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var batch = step.Batch(stream);
        var outputs = step.Outputs(stream);
        if (outputs is not SemanticOutputs semantic)
        {
            throw new InputException(
                "model", $"outputs of kind {outputs?.GetType().Name}", "class logits per pixel",
                "choose a semantic model for supervision by label maps");
        }

        if (losses.Count == 0)
        {
            losses.AddRange(config.Terms.Select(term => new PixelLoss(term, config.IgnoreIndex, batch.Labels.Device)));
        }

        var named = new List<NamedLoss>();
        AddHead(named, MainHead, semantic.Logits, semantic.AlignCorners, batch, 1, step.IsMeasured);
        foreach (var (head, logits) in semantic.Auxiliary)
        {
            AddHead(named, head, logits, semantic.AlignCorners, batch, config.AuxiliaryWeight, step.IsMeasured);
        }

        return named;
    }

    /// <inheritdoc/>
    public void Dispose() => losses.ForEach(loss => loss.Dispose());

    private void AddHead(
        List<NamedLoss> named, string head, Tensor logits, bool alignCorners, TrainingBatch batch, double weight, bool isMeasured)
    {
        var plain = logits.To(DType.Float32);
        Tensor? full = null;
        Tensor? accuracy = null;
        double? valid = null;
        foreach (var loss in losses)
        {
            Tensor value;
            LossDivisor? over;
            if (loss.IsFused)
            {
                (value, accuracy, var divisor, valid) = loss.ComputeFused(plain, batch.Labels, alignCorners);
                over = new LossDivisor(divisor);
            }
            else
            {
                full ??= FullSize();
                value = loss.Compute(full, batch.Labels);
                over = loss.Over(batch.Labels);
            }

            named.Add(new NamedLoss($"{head}.{loss.Name}", value, weight * loss.Weight) { Over = over });
        }

        if (head == MainHead && (accuracy is not null || isMeasured))
        {
            named.Add(NamedLoss.Measure(
                $"{head}.acc_seg", accuracy ?? PixelAccuracy.Percent(full ?? FullSize(), batch.Labels, config.IgnoreIndex))
                with
            {
                Over = valid is { } count ? new LossDivisor(count) : LossDivisor.Of(() => batch.Labels.Ne(config.IgnoreIndex).Sum()),
            });
        }

        // Row-major first: upsampling and softmax are faster then, and the head's logits are small.
        Tensor FullSize() => Upsampling.ToSize(plain.Contiguous(), batch.Labels.Size(1), batch.Labels.Size(2), alignCorners);
    }

    private static void RequireOnePerClass(string option, int count, int alsoAllowed, int classes)
    {
        if (count != classes && count != alsoAllowed)
        {
            throw new InputException(
                $"train.loss.terms.{option}", $"{count} numbers", $"{classes}, one for each class of the model",
                $"give {option} one number a class in the order of the train ids");
        }
    }
}
