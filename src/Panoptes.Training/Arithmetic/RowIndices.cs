using Panoptes.Tensors;

namespace Panoptes.Training.Arithmetic;

/// <summary>Which rows are chosen, as a tensor.</summary>
internal static class RowIndices
{
    /// <summary>(M) int64 on a device.</summary>
    public static Tensor Of(IEnumerable<long> rows, Device device)
    {
        long[] all = [.. rows];
        return Tensor.From<long>(all, all.Length).To(device);
    }

    /// <summary>(M) int64 on a device.</summary>
    public static Tensor Of(IEnumerable<int> rows, Device device) => Of(rows.Select(row => (long)row), device);
}
