using Panoptes.Data.Sampling;

namespace Panoptes.Data.Indexing;

/// <summary>What an index knows of a sample. A sample whose files cannot be read has what could be, and why the rest could not.</summary>
public sealed record IndexedSample
{
    /// <summary>Its split's place among <see cref="DataIndex.Splits"/>.</summary>
    public required int Split { get; init; }

    /// <summary>Its place in the split's data set.</summary>
    public required int Index { get; init; }

    /// <summary>Its name within its split.</summary>
    public required string Name { get; init; }

    /// <summary>Width of the upright image in pixels; 0 where it cannot be read.</summary>
    public int Width { get; init; }

    /// <summary>Height of the upright image in pixels; 0 where it cannot be read.</summary>
    public int Height { get; init; }

    /// <summary>Width of the labels in pixels, to which boxes refer; 0 where there are none.</summary>
    public int LabelWidth { get; init; }

    /// <summary>Height of the labels in pixels; 0 where there are none.</summary>
    public int LabelHeight { get; init; }

    /// <summary>Bytes of the image's file.</summary>
    public long Bytes { get; init; }

    /// <summary>The first 128 bits of the SHA-256 of the image's file; 0 where it cannot be read.</summary>
    public UInt128 Content { get; init; }

    /// <summary>What it looks like, as <see cref="PictureHash"/> says; 0 where it cannot be read or is of one color.</summary>
    public UInt128 Look { get; init; }

    /// <summary>The classes that it has, by train id.</summary>
    public IReadOnlyList<ClassPixels> Classes { get; init; } = [];

    /// <summary>Pixels of its labels that are ignored.</summary>
    public long VoidPixels { get; init; }

    /// <summary>Its segments and objects; none where the data set tells none apart.</summary>
    public IReadOnlyList<IndexedSegment> Segments { get; init; } = [];

    /// <summary>What is wrong with it by itself.</summary>
    public IReadOnlyList<SampleFault> Faults { get; init; } = [];

    /// <summary>Whether the system refused a file of it, which may pass without a change of the file: the sample is not kept.</summary>
    internal bool IsPassing { get; init; }

    /// <summary>Pixels of its labels that have a class or are void; 0 where there are none.</summary>
    public long Labeled => VoidPixels + Classes.Sum(one => one.Pixels);

    /// <summary>Share of void among its labels, 0 to 1; null without labels.</summary>
    public double? VoidShare => Labeled is > 0 and var all ? (double)VoidPixels / all : null;

    /// <summary>Countable objects, without groups that were not told apart.</summary>
    public int Objects => Segments.Count(segment => segment is { IsThing: true, IsCrowd: false });

    /// <summary>Share of a class among its labels, 0 to 1.</summary>
    /// <param name="trainId">The class.</param>
    public double ShareOf(int trainId) =>
        Labeled is > 0 and var all ? (double)Classes.FirstOrDefault(one => one.TrainId == trainId).Pixels / all : 0;
}
