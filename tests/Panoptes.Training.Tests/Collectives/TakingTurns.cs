using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Tests.Collectives;

/// <summary>
/// Processes in one process: a thread each, of which one at a time runs, until it has something to say to all. What they use together needs
/// no locks.
/// </summary>
internal sealed class TakingTurns
{
    private readonly object gate = new();
    private readonly int size;
    private byte[]?[] said;
    private bool hasEnded;

    private TakingTurns(int size) => (this.size, said) = (size, new byte[size][]);

    /// <summary>Runs some work in every process.</summary>
    /// <returns>By rank, what came of it, or why nothing did.</returns>
    public static (T? Result, Exception? Error)[] Run<T>(int size, Func<ICollective, T> work)
    {
        var (processes, outcomes) = (new TakingTurns(size), new (T? Result, Exception? Error)[size]);
        var threads = Enumerable.Range(0, size)
            .Select(rank => new Thread(() => outcomes[rank] = processes.Attempt(new Process(processes, rank), work))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return outcomes;
    }

    private (T? Result, Exception? Error) Attempt<T>(Process process, Func<ICollective, T> work)
    {
        lock (gate)
        {
            try
            {
                return (work(process), null);
            }
            catch (Exception error)
            {
                return (default, error);
            }
            finally
            {
                hasEnded = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    private byte[][] Gather(int rank, byte[] mine)
    {
        var round = said;
        round[rank] = mine;
        if (round.All(bytes => bytes is not null))
        {
            said = new byte[size][];
            Monitor.PulseAll(gate);
        }

        while (round.Any(bytes => bytes is null))
        {
            if (hasEnded)
            {
                throw new InvalidOperationException("a process ended while others waited for what it has to say");
            }

            Monitor.Wait(gate);
        }

        return [.. round.Select(bytes => bytes!)];
    }

    private sealed class Process(TakingTurns processes, int rank) : ICollective
    {
        public int Size => processes.size;

        public int Rank => rank;

        public void Sum(Span<double> values)
        {
            var all = Gather(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
            values.Clear();
            foreach (var bytes in all)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] += BitConverter.ToDouble(bytes, i * sizeof(double));
                }
            }
        }

        public void Sum(Tensor values)
        {
            using var scope = TensorScope.Open();
            var own = values.To(DType.Float64).Contiguous().ToArray<double>();
            Sum(own);
            using var noGrad = Autograd.NoGrad();
            values.CopyInPlace(Tensor.From<double>(own, own.Length).View(values.Shape));
        }

        // Of this process alone: threads cannot wait for one another in a backward pass.
        public Tensor SumWithGradient(Tensor values)
        {
            var sum = values.Detach().Clone();
            Sum(sum);
            return values + (sum - values.Detach());
        }

        public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> mine) => processes.Gather(rank, mine.ToArray());

        public void Share(Tensor values) => Gather(values.Bytes())[0].CopyTo(values.Bytes());

        public void Meet() => Gather([]);

        public void UniteBatches(Module model)
        {
        }

        public IBackwardPass Backward(IReadOnlyList<Tensor> parameters) => throw new NotSupportedException();
    }
}
