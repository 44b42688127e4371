using System.Diagnostics;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// Measures a model on a data set, image by image at native size. Only counts are kept, so that memory does not grow with the data set.
/// Several processes share the images, each measuring every so many-th, and all find what one would: to the last digit where an image is a
/// batch by itself; else as far as what the network says of an image does not depend on the others of its batch.
/// </summary>
public sealed class Evaluator
{
    private readonly IDataset dataset;
    private readonly EvaluationConfig config;
    private readonly IReadOnlyList<EvaluationKind> kinds;
    private readonly ICollective collective;

    /// <summary>An evaluator of one split.</summary>
    /// <param name="dataset">The split; every sample must have the labels that are compared with.</param>
    /// <param name="config">Batch size, prefetching, what is reported.</param>
    /// <param name="kinds">What is measured; the first is what a model is judged by. Semantic where null.</param>
    /// <param name="collective">The processes that share the images, each with the same model and settings; one where null.</param>
    /// <exception cref="InputException">The configuration is out of range, or the data set has no such labels.</exception>
    public Evaluator(
        IDataset dataset, EvaluationConfig config, IReadOnlyList<EvaluationKind>? kinds = null, ICollective? collective = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.dataset, this.config, this.kinds) = (dataset, config, kinds ?? [EvaluationKind.Semantic]);
        this.collective = collective ?? new SingleProcess();
        foreach (var kind in this.kinds)
        {
            // One of its parts will do: objects of a data set that has segments alone are its things.
            if ((dataset.Available & kind.Parts) == SampleParts.None)
            {
                throw new InputException(
                    dataset.Name,
                    $"no {Words(kind.Parts)}",
                    $"what {kind.Name} evaluation compares with",
                    "choose another split or data set, or train.evaluation.kinds");
            }
        }
    }

    /// <summary>Measures. Where processes share the images, all of them call this, and get the same.</summary>
    /// <param name="predictor">The model and how images pass through it.</param>
    /// <param name="progress">
    /// Told after every batch how many images are done of how many; null tells nobody. Other processes are taken to be as far as this one.
    /// </param>
    /// <param name="look">
    /// Shown every batch of this process with what the model says of it, at the labels' size, once it is counted; null shows nobody.
    /// </param>
    /// <param name="teacher">The network that teaches the model: measured in the same pass. Null where there is none.</param>
    /// <param name="stop">Gives up between two batches.</param>
    /// <exception cref="InputException">
    /// A sample cannot be read, has no labels, or a label that is no class; or the logits of an image are not finite. Names the file; or
    /// the process, where another one's images are at fault.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was asked to give up, or another process was.</exception>
    public EvaluationResult Evaluate(
        Predictor predictor,
        Action<int, int>? progress = null,
        Action<IReadOnlyList<(int Index, Sample Sample)>, IBatchPrediction>? look = null,
        Predictor? teacher = null,
        CancellationToken stop = default)
    {
        Predictor[] networks = teacher is null ? [predictor] : [predictor, teacher];
        var counts = SharedCount.Run(
            collective, networks.Length, Begin, own => Count(
                [.. networks.Zip(own)], Part(collective.Rank, collective.Size), progress is null ? null : Told(progress), look, stop));
        return counts[0].Result() with
        {
            Teacher = teacher is null ? null : counts[1].Result() with { Network = EvaluatedNetwork.Teacher },
        };
    }

    /// <summary>Measures one part of the data set: every so many-th image. The counts of all parts merge to those of the whole.</summary>
    /// <param name="predictor">The model and how images pass through it.</param>
    /// <param name="part">Which part, 0 to <paramref name="parts"/> - 1.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="stop">Gives up between two batches.</param>
    public EvaluationCounts Count(Predictor predictor, int part, int parts, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, parts);
        var counts = Begin();
        Count([(predictor, counts)], Part(part, parts), null, null, stop);
        return counts;
    }

    private static string Words(SampleParts parts) =>
        string.Join(" or ", Enum.GetValues<SampleParts>().Where(part => int.IsPow2((int)part) && parts.HasFlag(part))
            .Select(part => part.ToString().ToLowerInvariant()));

    private EvaluationCounts Begin() => new(kinds, dataset.Classes, config);

    private int[] Part(int part, int parts) => [.. Enumerable.Range(0, dataset.Count).Where(index => index % parts == part)];

    private Action<int> Told(Action<int, int> progress) =>
        done => progress((int)Math.Min((long)done * collective.Size, dataset.Count), dataset.Count);

    private void Count(
        IReadOnlyList<(Predictor Predictor, EvaluationCounts Counts)> networks,
        int[] indices,
        Action<int>? progress,
        Action<IReadOnlyList<(int Index, Sample Sample)>, IBatchPrediction>? look,
        CancellationToken stop)
    {
        var predictor = networks[0].Predictor;
        ArgumentNullException.ThrowIfNull(predictor);
        if (kinds.Any(kind => kind.ComparesClasses) && predictor.NumClasses != dataset.Classes.Count)
        {
            throw new InputException(
                "model",
                $"{predictor.NumClasses} classes",
                $"{dataset.Classes.Count}, as in the class table \"{dataset.Classes.Name}\" of {dataset.Name}",
                "choose the data set that the model was trained for");
        }

        using var plain = new WithoutKernelTrials();
        var clock = Stopwatch.StartNew();
        using var prepared = predictor.Prepare();
        using var preparedTeacher = networks.ElementAtOrDefault(1).Predictor?.Prepare();
        var parts = kinds.Aggregate(SampleParts.Image, (all, kind) => all | (kind.Parts & dataset.Available));
        foreach (var batch in SampleBatches.Read(dataset, indices, parts, config.BatchSize, config.Prefetch))
        {
            stop.ThrowIfCancellationRequested();
            var (width, height) = batch[0].Sample.TruthSize;
            var images = batch.Select(entry => entry.Sample.Image).ToList();
            foreach (var (network, counts) in networks)
            {
                using var inner = TensorScope.Open();
                var prediction = network.Score(images, width, height, [.. batch.Select(entry => entry.Sample.ImageFile)]);
                counts.Add(batch, prediction);
                if (network == predictor)
                {
                    look?.Invoke(batch, prediction);
                }
            }

            progress?.Invoke(networks[0].Counts.Images);
        }

        foreach (var (_, counts) in networks)
        {
            counts.Seconds += clock.Elapsed.TotalSeconds;
        }
    }
}
