using Panoptes.Data.Classes;

namespace Panoptes.Data.Samples;

/// <summary>
/// One split of a data set: an index of files, and samples read one at a time when asked for. Safe to use from many threads.
/// </summary>
public interface IDataset
{
    /// <summary>What it is called in messages and reports: format and split.</summary>
    string Name { get; }

    /// <summary>How many samples there are.</summary>
    int Count { get; }

    /// <summary>The classes of its labels.</summary>
    ClassTable Classes { get; }

    /// <summary>
    /// What was found out rather than told (id convention, version, missing class table), one line each, to be said aloud.
    /// </summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// What was guessed and may be wrong, one line each: every verb that opens the data set says it aloud as a warning. None where all
    /// that matters was told.
    /// </summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>The parts that its samples have.</summary>
    SampleParts Available { get; }

    /// <summary>The files that say something of all samples, such as a JSON of annotations; none where each sample has its own.</summary>
    IReadOnlyList<string> SharedFiles => [];

    /// <summary>The files of a sample; reads nothing.</summary>
    SampleFiles Files(int index);

    /// <summary>Reads a sample.</summary>
    /// <param name="index">0 to Count - 1.</param>
    /// <param name="parts">What to read of it; parts that the data set lacks are left out.</param>
    /// <exception cref="Foundation.InputException">A file is missing, broken, or does not fit the others.</exception>
    Sample Load(int index, SampleParts parts = SampleParts.All);

    /// <summary>
    /// Reads a sample into memory that is used again. Where <see cref="ImagesAreFiles"/>, the image is best left out, so that only the
    /// pixels that are needed get decoded.
    /// </summary>
    /// <param name="index">0 to Count - 1.</param>
    /// <param name="parts">What to read of it.</param>
    /// <param name="buffers">The memory.</param>
    Sample Load(int index, SampleParts parts, SampleBuffers buffers) => Load(index, parts);

    /// <summary>Whether <see cref="SampleFiles.Image"/> is an image file that holds the image.</summary>
    bool ImagesAreFiles => false;
}
