namespace Panoptes.Tensors.Profiling;

/// <summary>One call of an operator of libtorch, or one node of a backward pass.</summary>
/// <param name="Name">Its name, such as <c>aten::convolution</c> or <c>ConvolutionBackward0</c>.</param>
/// <param name="Begin">When it began, in nanoseconds of the system's monotonic clock.</param>
/// <param name="End">When it ended.</param>
/// <param name="Thread">The system's id of the thread.</param>
/// <param name="IsBackward">Whether it is a node of a backward pass.</param>
public readonly record struct OperatorCall(string Name, long Begin, long End, int Thread, bool IsBackward)
{
    /// <summary>
    /// Whether it is an exchange with other processes, such as <c>gloo:all_reduce</c>: from its request on one thread to its arrival,
    /// which another one may tell of.
    /// </summary>
    public bool IsExchange { get; init; }
}
