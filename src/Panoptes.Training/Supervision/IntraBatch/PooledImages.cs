using System.Text.Json;
using Panoptes.Data.Loading;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>The images that the embeddings of an image may meet: those of this process, or of all.</summary>
/// <param name="all">What they show, in the order of the batch.</param>
/// <param name="own">Where this process's images stand among them.</param>
internal sealed class PooledImages(IReadOnlyList<SeenImage> all, IReadOnlyList<int> own)
{
    /// <summary>Those of a batch alone.</summary>
    public static PooledImages Of(Batch batch) =>
        new([.. batch.Samples.Select(SeenImage.Of)], [.. Enumerable.Range(0, batch.Samples.Count)]);

    /// <summary>Those of the batches of all processes; all of them ask at the same place.</summary>
    public static PooledImages OfAll(Batch batch, ICollective collective)
    {
        int[] own = [.. Enumerable.Range(0, batch.Samples.Count).Select(item => batch.Places[item])];
        var said = collective.Gather(
            JsonSerializer.SerializeToUtf8Bytes(own.Zip(batch.Samples.Select(SeenImage.Of), (place, seen) => new Placed(place, seen))));
        return new PooledImages(
            [.. said.SelectMany(bytes => JsonSerializer.Deserialize<Placed[]>(bytes)!).OrderBy(image => image.Place)
                .Select(image => image.Seen)],
            own);
    }

    /// <summary>How many they are.</summary>
    public int Count => all.Count;

    /// <summary>True where images 2k and 2k + 1 were drawn as a pair, for every k.</summary>
    public bool ArePairs => all.Count % 2 == 0 && Enumerable.Range(0, all.Count / 2).All(k =>
        all[2 * k].Pair is { } pair && all[(2 * k) + 1].Pair == pair);

    /// <summary>Where this process's images stand among them.</summary>
    public IReadOnlyList<int> Own => own;

    /// <summary>
    /// The partners without those that may show the same thing: two crops of one photograph are not held against each other where they
    /// overlap.
    /// </summary>
    /// <param name="chosen">For each image its partner, an image or, from <see cref="Count"/> on, one of an earlier batch.</param>
    public int?[] Met(int?[] chosen) =>
        [.. chosen.Select((partner, image) => partner is { } other && other < Count && all[image].Overlaps(all[other]) ? null : partner)];

    /// <summary>The partners whose features this process has, by their numbers here; the others as null.</summary>
    /// <param name="met">For each image its partner among all.</param>
    public int?[] Here(int?[] met)
    {
        var numbers = own.Select((place, number) => (place, number)).ToDictionary(entry => entry.place, entry => entry.number);
        return [.. met.Select(partner => partner is { } place && numbers.TryGetValue(place, out var number) ? number : (int?)null)];
    }

    private sealed record Placed(int Place, SeenImage Seen);
}
