using System.Runtime.InteropServices;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Collectives;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>
/// The things of all processes: their embeddings travel, which are small, and gradients come back; features stay where they are.
/// </summary>
internal static class PooledThings
{
    /// <summary>The things of all processes, with the features of this one; all of them ask at the same place.</summary>
    /// <param name="own">Those of this process.</param>
    /// <param name="places">Where its images stand among all.</param>
    /// <param name="collective">The processes.</param>
    /// <returns>Rows image by image, in the order of the whole batch; images are counted in that.</returns>
    public static ThingEmbeddings Of(ThingEmbeddings own, IReadOnlyList<int> places, ICollective collective)
    {
        int[] mine = [own.Drawings, .. Enumerable.Range(0, own.Count).SelectMany(
            row => new[] { places[own.Images[row]], own.Things[row], own.Classes[row] })];
        var said = collective.Gather(MemoryMarshal.AsBytes(mine.AsSpan())).Select(bytes => MemoryMarshal.Cast<byte, int>(bytes).ToArray())
            .ToList();
        var rows = said.SelectMany((numbers, rank) => numbers.Skip(1).Chunk(3).Select((row, number) => new Row(rank, number, row)))
            .OrderBy(row => row.Facts[0]).ToList();
        if (rows.Count == 0)
        {
            return own;
        }

        using var scope = TensorScope.Open();
        var (embeddings, weights) = (own.Embeddings, own.Weights.Unsqueeze(1));
        var columns = Ops.Cat([embeddings, weights.To(embeddings.DType)], 1);

        // Rows of others are 0 here, so that the sum puts every row into its place.
        var padded = Ops.Cat([columns, Tensor.Zeros([1, columns.Size(1)], columns.DType, device: columns.Device)], 0);
        var chosen = rows.Select(row => row.Rank == collective.Rank ? row.Number : own.Count);
        var all = collective.SumWithGradient(padded.IndexSelect(0, RowIndices.Of(chosen, columns.Device)));
        return new ThingEmbeddings(
            scope.Return(all.Narrow(1, 0, columns.Size(1) - 1)),
            scope.Return(all.Select(1, columns.Size(1) - 1)),
            [.. rows.Select(row => row.Facts[0])],
            [.. rows.Select(row => row.Facts[1])],
            [.. rows.Select(row => row.Facts[2])],
            own.Features)
        {
            Drawings = said.Sum(numbers => numbers[0]),
            MaskWeight = own.MaskWeight,
        };
    }

    // Facts: image, thing and class.
    private sealed record Row(int Rank, int Number, int[] Facts);
}
