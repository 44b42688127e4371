namespace Panoptes.Training.Collectives;

/// <summary>
/// The processes that train one model together, as far as a training needs to know: what a loss is divided by (masks, boxes, valid pixels)
/// and what all must agree on (stop, not finite) are sums over them, and what each counted of a data set goes to all.
/// </summary>
public interface ICollective
{
    /// <summary>How many processes there are, at least 1.</summary>
    int Size { get; }

    /// <summary>Which of them this is, 0 to Size - 1.</summary>
    int Rank { get; }

    /// <summary>
    /// Adds up numbers over all processes, each by itself; every process calls this at the same place and gets the same sums.
    /// </summary>
    /// <param name="values">This process's numbers; become the sums.</param>
    void Sum(Span<double> values);

    /// <summary>
    /// Brings together what every process has to say; every process calls this at the same place and gets the same.
    /// </summary>
    /// <param name="mine">This process's bytes, however many; none will do.</param>
    /// <returns>The bytes of all processes, by rank.</returns>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> mine);
}
