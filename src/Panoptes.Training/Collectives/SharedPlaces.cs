using System.Runtime.InteropServices;

namespace Panoptes.Training.Collectives;

/// <summary>
/// Where the images of one process stand among those of all, in the order of the whole batch, of which processes take images by turns. So
/// draws that are keyed by an image are those of a single process.
/// </summary>
public static class SharedPlaces
{
    /// <summary>The places of this process's images among those of all, and what else all say of theirs.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="images">How many images this process has.</param>
    /// <param name="kept">Which images of this process's part of the batch they are; all of it, in order, where null.</param>
    /// <param name="facts">A number for each image of this process, which all will know.</param>
    /// <returns>The place of each image of this process, and the numbers of all images in order.</returns>
    public static (int[] Own, int[] Facts) Of(ICollective collective, int images, IReadOnlyList<int>? kept, IReadOnlyList<int> facts)
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(facts);
        int[] mine = [.. Enumerable.Range(0, images).SelectMany(image => new[] { kept?[image] ?? image, facts[image] })];
        var all = collective.Gather(MemoryMarshal.AsBytes(mine.AsSpan()))
            .SelectMany((bytes, rank) => MemoryMarshal.Cast<byte, int>(bytes).ToArray().Chunk(2)
                .Select((image, number) => (Place: ((long)image[0] * collective.Size) + rank, Rank: rank, Number: number, Fact: image[1])))
            .OrderBy(image => image.Place).ToList();
        return (
            [.. all.Select((image, place) => (image, place)).Where(entry => entry.image.Rank == collective.Rank)
                .OrderBy(entry => entry.image.Number).Select(entry => entry.place)],
            [.. all.Select(image => image.Fact)]);
    }
}
