using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Data.Indexing;

/// <summary>
/// What is known of every sample of a data set, in all its splits: made once, kept in a file, and renewed where files have changed. Broken
/// files are part of it.
/// </summary>
public sealed class DataIndex
{
    private DataIndex(string root, IReadOnlyList<IndexedSplit> splits, IReadOnlyList<IndexedSample> samples, IReadOnlyList<string> problems)
    {
        (Root, Splits, Samples, Problems) = (root, splits, samples, problems);
    }

    /// <summary>The data set's folder, an absolute path.</summary>
    public string Root { get; }

    /// <summary>The splits that could be opened.</summary>
    public IReadOnlyList<IndexedSplit> Splits { get; }

    /// <summary>All samples, split by split, in the order of their data sets.</summary>
    public IReadOnlyList<IndexedSample> Samples { get; }

    /// <summary>What is wrong beside samples: splits that cannot be opened, images and labels without a partner. One line each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>How many samples were read anew; the others were known.</summary>
    public int Read { get; private init; }

    /// <summary>A file of a sample as it is called below the data set's folder.</summary>
    /// <param name="path">Its whole path.</param>
    public string Shown(string path) =>
        path.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path[(Root.Length + 1)..] : path;

    /// <summary>Opens the index of a data set; reads what is new or has changed.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <exception cref="InputException">No split can be opened, or the index cannot be kept.</exception>
    /// <exception cref="OperationCanceledException">It was asked to give up.</exception>
    public static DataIndex Open(DataConfig config, DataIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        options ??= new DataIndexOptions();
        var root = Path.GetFullPath(config.Root).TrimEnd(Path.DirectorySeparatorChar);
        var (splits, problems) = LenientSplits.Open(config, options.Splits);
        var known = new Dictionary<(string Split, string Name), (UInt128 State, IndexedSample Sample)>();
        using var file = DataIndexFile.Open(
            PathOf(config, options.Folder), (split, state, sample) => known[(split, sample.Name)] = (state, sample));
        var samples = new List<IndexedSample>();
        var states = new List<UInt128>();
        var read = 0;
        foreach (var (place, split) in splits.Index())
        {
            var (found, state) = Look(place, split, root, known, file, options, ref read);
            samples.AddRange(found);
            states.AddRange(state);
        }

        // Samples of splits that were not asked for stay known.
        var opened = splits.Select(split => split.Name).ToHashSet(StringComparer.Ordinal);
        var others = known.Where(entry => !opened.Contains(entry.Key.Split)).ToArray();
        var kept = samples.Count + others.Length;
        if (file.Count > kept + (kept / 2) + options.Spare)
        {
            file.Clear();
            foreach (var (sample, state) in samples.Zip(states).Where(one => !one.First.IsPassing))
            {
                file.Add(splits[sample.Split].Name, state, sample);
            }

            foreach (var ((split, _), (state, sample)) in others)
            {
                file.Add(split, state, sample);
            }
        }

        var above = root + Path.DirectorySeparatorChar;
        return new DataIndex(root, splits, samples, [.. problems.Select(one => one.Replace(above, "", StringComparison.Ordinal))])
        {
            Read = read,
        };
    }

    /// <summary>The file of a data set's index.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="folder">The folder that keeps indices.</param>
    public static string PathOf(DataConfig config, string folder)
    {
        ArgumentNullException.ThrowIfNull(config);
        var root = Path.GetFullPath(config.Root).TrimEnd(Path.DirectorySeparatorChar);
        var name = string.Concat(Path.GetFileName(root).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var read = SHA256.HashData(Encoding.UTF8.GetBytes($"{config with { Root = root, SegmentIndex = "" }}"));
        return Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(read)[..16]}.index");
    }

    private static (IndexedSample[] Samples, UInt128[] States) Look(
        int place, IndexedSplit split, string root, Dictionary<(string Split, string Name), (UInt128 State, IndexedSample Sample)> known,
        DataIndexFile file, DataIndexOptions options, ref int read)
    {
        var (dataset, gate) = (split.Dataset, new Lock());
        var (state, shown) = (new SampleState(dataset), root + Path.DirectorySeparatorChar);
        var (samples, states) = (new IndexedSample[dataset.Count], new UInt128[dataset.Count]);
        var (done, anew) = (0, 0);
        ParallelItems.Run(dataset.Count, Math.Max(1, options.Threads), () => new LabelCounter(), (counter, i) =>
        {
            options.Cancel.ThrowIfCancellationRequested();
            states[i] = state.Of(i);
            var isKnown = known.TryGetValue((split.Name, dataset.Files(i).Name), out var entry) && entry.State == states[i];
            samples[i] = isKnown
                ? entry.Sample with { Split = place, Index = i } : new SampleReading(dataset, shown, counter).Read(place, i);
            if (!isKnown && !samples[i].IsPassing)
            {
                file.Add(split.Name, states[i], samples[i]);
            }

            lock (gate)
            {
                anew += isKnown ? 0 : 1;
                done++;
                if (!isKnown || done == dataset.Count)
                {
                    options.Progress?.Invoke(split.Name, done, dataset.Count);
                }
            }
        }, _ => { });
        read += anew;
        return (samples, states);
    }
}
