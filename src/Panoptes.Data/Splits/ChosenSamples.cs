using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>Makes a data set of some of the samples of another one.</summary>
public static class ChosenSamples
{
    private const long ShareSalt = 0x5A;

    /// <summary>The samples that a stream draws from.</summary>
    /// <param name="whole">The split.</param>
    /// <param name="name">The stream's name.</param>
    /// <param name="part">Its lists and its share.</param>
    /// <returns>The split itself where all of it is drawn.</returns>
    /// <exception cref="InputException">A list names what the split lacks, or nothing is left.</exception>
    public static IDataset Of(IDataset whole, string name, StreamPart part)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(part);
        var (kept, words) = (Enumerable.Range(0, whole.Count).ToArray(), new List<string>());
        if (part.List is not null || part.Exclude is not null)
        {
            var names = new SampleNames(whole);
            if (part.List is { } list)
            {
                kept = names.Find(SampleListFile.Read(list));
                words.Add($"those of {list}");
            }

            if (part.Exclude is { } exclude)
            {
                kept = [.. kept.Except(names.Find(SampleListFile.Read(exclude)))];
                words.Add($"without those of {exclude}");
                Require.That(
                    kept.Length > 0, $"data.streams.{name}.exclude", $"{exclude}, which names all samples of the stream",
                    "a list that leaves some", "name fewer, or leave exclude out");
            }
        }

        if (part.Share < 1)
        {
            kept = Share(kept, part.Share, part.ShareSeed);
            words.Add(FormattableString.Invariant($"a share of {part.Share} (seed {part.ShareSeed})"));
        }

        return words.Count == 0 ? whole : Of(whole, kept, $"stream {name}", string.Join(", ", words));
    }

    /// <summary>
    /// Some samples as a data set of its own, whose name tells which they are, so that nothing kept of another choice fits.
    /// </summary>
    /// <param name="whole">The data set.</param>
    /// <param name="kept">The indices of its samples, ascending.</param>
    /// <param name="who">Who draws from them.</param>
    /// <param name="why">How they were chosen.</param>
    public static IDataset Of(IDataset whole, int[] kept, string who, string why)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(kept);
        return new SomeOfDataset(whole, kept)
        {
            Name = $"{whole.Name} ({kept.Length} of {whole.Count}, {Hash(kept.Select(i => whole.Files(i).Name))[..8]})",
            Notes = [.. whole.Notes, $"{who}: {kept.Length} of {whole.Count} samples of {whole.Name}: {why}"],
        };
    }

    /// <summary>SHA-256 of names as the text of a list, 64 hexadecimal digits: that of the file which names them in this order.</summary>
    /// <param name="names">The names.</param>
    public static string Hash(IEnumerable<string> names) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SampleListFile.Text(names))));

    /// <summary>A random share of samples; of one seed, a smaller share lies within a larger one.</summary>
    /// <param name="all">The samples.</param>
    /// <param name="share">The share, above 0 and at most 1; at least one sample is drawn.</param>
    /// <param name="seed">Which share.</param>
    /// <returns>The samples drawn, in the order given.</returns>
    internal static int[] Share(int[] all, double share, long seed)
    {
        var order = Enumerable.Range(0, all.Length).ToArray();
        new SeededRandom(seed, ShareSalt).Shuffle(order.AsSpan());
        var count = Math.Clamp((int)Math.Round(share * all.Length), 1, all.Length);
        return [.. order.Take(count).Order().Select(i => all[i])];
    }
}
