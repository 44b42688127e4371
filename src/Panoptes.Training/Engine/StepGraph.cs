using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <summary>
/// One step's forward and backward passes, recorded once and replayed for every later step: batches are copied into the tensors that the
/// recorded work reads, its losses come out of one vector, and its gradients lie where they always lie.
/// </summary>
/// <param name="record">Records work; on a GPU <see cref="CudaGraph.Record"/>.</param>
internal sealed class StepGraph(Func<Action, IRecordedWork> record) : IDisposable
{
    private readonly List<IReadOnlyDictionary<string, TrainingBatch>> inputs = [];
    private Tensor? losses;
    private IRecordedWork? work;

    /// <summary>Runs the passes of one step; the first call records them.</summary>
    /// <param name="batches">The streams' batches of every pass, on the device.</param>
    /// <param name="terms">How many losses and measures the passes give.</param>
    /// <param name="passes">Forward and backward of batches, from gradients of 0; gives the values of all losses.</param>
    /// <returns>The values of all losses; they change with the next call.</returns>
    /// <exception cref="InputException">A batch has another shape than the recorded one, or the work cannot be recorded.</exception>
    public Tensor Run(
        IReadOnlyList<IReadOnlyDictionary<string, TrainingBatch>> batches, int terms,
        Func<IReadOnlyList<IReadOnlyDictionary<string, TrainingBatch>>, Tensor> passes)
    {
        if (work is null)
        {
            Record(batches, terms, passes);
        }

        for (var k = 0; k < inputs.Count; k++)
        {
            foreach (var (stream, input) in inputs[k])
            {
                Fill(input.Images, batches[k][stream].Images);
                if (input.LabelMaps is { } labels)
                {
                    Fill(labels, batches[k][stream].Labels);
                }
            }
        }

        work!.Replay();
        return losses!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        work?.Dispose();
        Forget();
    }

    private void Forget()
    {
        losses?.Dispose();
        foreach (var input in inputs.SelectMany(input => input.Values))
        {
            input.Images.Dispose();
            input.LabelMaps?.Dispose();
        }

        losses = null;
        inputs.Clear();
    }

    private static void Fill(Tensor recorded, Tensor batch)
    {
        if (!recorded.Shape.SequenceEqual(batch.Shape))
        {
            throw new InputException(
                "train.cuda_graph", $"a batch of shape [{string.Join(", ", batch.Shape.ToArray())}]",
                $"[{string.Join(", ", recorded.Shape.ToArray())}], as in the step that was recorded",
                "set train.cuda_graph to false where batches differ in shape");
        }

        recorded.CopyInPlace(batch);
    }

    private static TrainingBatch Recorded(TrainingBatch batch) =>
        batch with { Images = batch.Images.EmptyLike().Keep(), LabelMaps = batch.LabelMaps?.EmptyLike().Keep() };

    private void Record(
        IReadOnlyList<IReadOnlyDictionary<string, TrainingBatch>> batches, int terms,
        Func<IReadOnlyList<IReadOnlyDictionary<string, TrainingBatch>>, Tensor> passes)
    {
        using (TensorScope.Open())
        {
            losses = Tensor.Zeros([terms], DType.Float64, batches[0].Values.First().Images.Device).Keep();
            inputs.AddRange(batches.Select(streams => streams.ToDictionary(
                entry => entry.Key,
                entry => Recorded(entry.Value),
                StringComparer.Ordinal)));
        }

        try
        {
            work = record(() =>
            {
                using var scope = TensorScope.Open();
                var values = passes(inputs);
                using var noGrad = Autograd.NoGrad();
                losses.CopyInPlace(values);
            });
        }
        catch (TensorException error)
        {
            Forget();
            throw new InputException(
                "train.cuda_graph", $"a step that cannot be recorded: {error.Message}",
                "work that asks the device nothing and keeps its shapes", "set train.cuda_graph to false", error);
        }
        catch
        {
            Forget();
            throw;
        }
    }
}
