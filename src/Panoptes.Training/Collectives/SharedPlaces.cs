using System.Runtime.InteropServices;

namespace Panoptes.Training.Collectives;

/// <summary>
/// Where the images of one process stand among those of all, in the order of the whole batch. So draws that are keyed by an image are those
/// of a single process.
/// </summary>
public static class SharedPlaces
{
    /// <summary>The places of this process's images among those of all, and what else all say of theirs.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="places">Where this process's images stand in the whole batch, of which some images may be left out.</param>
    /// <param name="facts">A number for each image of this process, which all will know.</param>
    /// <returns>The place of each image of this process, and the numbers of all images in order.</returns>
    public static (int[] Own, int[] Facts) Of(ICollective collective, IReadOnlyList<int> places, IReadOnlyList<int> facts)
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(facts);
        int[] mine = [.. places.Zip(facts).SelectMany(image => new[] { image.First, image.Second })];
        var all = collective.Gather(MemoryMarshal.AsBytes(mine.AsSpan()))
            .SelectMany((bytes, rank) => MemoryMarshal.Cast<byte, int>(bytes).ToArray().Chunk(2)
                .Select((image, number) => (Place: image[0], Rank: rank, Number: number, Fact: image[1])))
            .OrderBy(image => image.Place).ToList();
        return (
            [.. all.Select((image, place) => (image, place)).Where(entry => entry.image.Rank == collective.Rank)
                .OrderBy(entry => entry.image.Number).Select(entry => entry.place)],
            [.. all.Select(image => image.Fact)]);
    }
}
