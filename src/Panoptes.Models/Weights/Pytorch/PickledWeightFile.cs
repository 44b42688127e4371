namespace Panoptes.Models.Weights.Pytorch;

/// <summary>A weight file whose table of contents is a pickle, whatever holds the values.</summary>
internal sealed class PickledWeightFile : WeightFile
{
    private readonly Dictionary<string, StridedArray> arrays;
    private readonly IDisposable[] handles;

    /// <summary>Takes what has been read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format in words.</param>
    /// <param name="arrays">Names and tensors.</param>
    /// <param name="metadata">Texts beside them.</param>
    /// <param name="notes">What the user should know of how it was read.</param>
    /// <param name="handles">What to close at the end, in this order.</param>
    public PickledWeightFile(
        string path, string format, IReadOnlyList<(string Name, StridedArray Array)> arrays, Dictionary<string, string> metadata,
        IReadOnlyList<string> notes, params IDisposable[] handles)
        : base(path, format, [.. arrays.Select(a => new WeightEntry(a.Name, a.Array.DType, a.Array.Shape))], metadata, notes)
    {
        this.arrays = arrays.ToDictionary(a => a.Name, a => a.Array, StringComparer.Ordinal);
        this.handles = handles;
    }

    private protected override void ReadValues(WeightEntry entry, Span<byte> destination) => arrays[entry.Name].Read(destination);

    private protected override void Close()
    {
        foreach (var handle in handles)
        {
            handle.Dispose();
        }
    }
}
