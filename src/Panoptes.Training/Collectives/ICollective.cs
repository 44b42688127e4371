using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Collectives;

/// <summary>
/// The processes that train one model together, each on its share of every batch. Whatever is called here, all of them call, in the same
/// order; all of them then know the same.
/// </summary>
public interface ICollective
{
    /// <summary>How many processes there are, at least 1.</summary>
    int Size { get; }

    /// <summary>Which of them this is, 0 to Size - 1. Rank 0 alone writes what a training leaves.</summary>
    int Rank { get; }

    /// <summary>
    /// Adds up numbers over all processes, each by itself; every process calls this at the same place and gets the same sums.
    /// </summary>
    /// <param name="values">This process's numbers; become the sums.</param>
    void Sum(Span<double> values);

    /// <summary>Adds a tensor up over all processes, in place, on its device and without waiting for it.</summary>
    /// <param name="values">Of the same shape and dtype everywhere.</param>
    void Sum(Tensor values);

    /// <summary>The sum of a tensor over all processes; its gradient is the sum of theirs, which all of them wait for.</summary>
    /// <param name="values">Of the same shape and dtype everywhere.</param>
    Tensor SumWithGradient(Tensor values);

    /// <summary>What every process has to say, by rank.</summary>
    /// <param name="mine">What this one says; of any length.</param>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> mine);

    /// <summary>Puts what rank 0 has into the tensors of all others.</summary>
    /// <param name="values">Of the same shape and dtype everywhere.</param>
    void Share(Tensor values);

    /// <summary>Waits for all, after what takes some longer than others: measuring, writing, starting. Has the long deadline.</summary>
    void Meet();

    /// <summary>Lets the batch normalizations of a model take the batches of all processes for one.</summary>
    /// <param name="model">The model.</param>
    void UniteBatches(Module model);

    /// <summary>How the gradients of some parameters come to be those of all processes together.</summary>
    /// <param name="parameters">All that learn, in the same order everywhere.</param>
    IBackwardPass Backward(IReadOnlyList<Tensor> parameters);
}
