using Panoptes.Data.Classes;
using Panoptes.Data.Objects;
using Panoptes.Data.Samples;

namespace Panoptes.Data.Readers;

/// <summary>A data set whose maps hold classes and objects' numbers.</summary>
internal static class NumberedFiles
{
    /// <summary>Makes the data set of its files.</summary>
    /// <param name="name">Format and split.</param>
    /// <param name="classes">What the ids mean.</param>
    /// <param name="files">The files of its samples.</param>
    /// <param name="notes">What was found out.</param>
    /// <param name="read">Reads a sample's map.</param>
    public static DerivedDataset Make(
        string name, ClassTable classes, IEnumerable<SampleFiles> files, IReadOnlyList<string> notes,
        Func<SampleFiles, NumberedMap> read) =>
        new DerivedDataset(name, classes, files, SampleParts.Image | SampleParts.Labels | SampleParts.Segments)
        {
            Notes = notes,
            Read = (_, sample, _) =>
            {
                var (trainIds, segments) = read(sample).Paint(classes, sample.Label!);
                return new DerivedLayers(trainIds, segments, null);
            },
        };
}
