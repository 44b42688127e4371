using Panoptes.Data.Samples;

namespace Panoptes.Data.Sampling;

/// <summary>Keeps indices of segments in a folder, each under the hash of the label files that it was made of.</summary>
/// <param name="folder">The folder; made where missing.</param>
public sealed class SegmentIndexStore(string folder)
{
    /// <summary>
    /// The index of a data set: the one on disk where its label files are as they were, else a new one, which is written. One that cannot
    /// be written is used all the same, and built again the next time.
    /// </summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">Threads, and who is told; the defaults where null.</param>
    /// <exception cref="Foundation.InputException">It has no segments, or labels cannot be read.</exception>
    public SegmentIndex Open(IDataset dataset, SegmentIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new SegmentIndexOptions();
        var source = LabelFilesHash.Of(dataset);
        var path = PathOf(dataset, source);
        var (index, fault) = SegmentIndexFile.Read(path, source);
        if (index is { } known && known.Images == dataset.Count)
        {
            return known;
        }

        if (fault is not null)
        {
            options.Warn?.Invoke($"{fault}: the index of segments is built again");
        }

        var lacking = 0;
        index = SegmentIndexBuilder.Build(dataset, options.Unreadable is not { } unreadable ? options : options with
        {
            Unreadable = error =>
            {
                Interlocked.Increment(ref lacking);
                unreadable(error);
            },
        });
        if (lacking > 0)
        {
            // What could not be read today may be readable tomorrow.
            return index;
        }

        try
        {
            SegmentIndexFile.Write(path, index, source);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            options.Warn?.Invoke(
                $"the index of segments cannot be kept and will be built again the next time: {error.Message}; set data.segment_index to a "
                + "folder that can be written");
        }

        return index;
    }

    /// <summary>The file of an index.</summary>
    /// <param name="dataset">The data set.</param>
    public string PathOf(IDataset dataset) => PathOf(dataset, LabelFilesHash.Of(dataset));

    private string PathOf(IDataset dataset, string source)
    {
        var name = string.Concat(dataset.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return Path.Combine(folder, $"{name}-{source[..16]}.segments");
    }
}
