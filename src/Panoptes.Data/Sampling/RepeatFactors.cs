using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>
/// How often each image is drawn in a pass over a data set, so that images of rare classes are drawn more often (Gupta, Dollár and
/// Girshick, "LVIS", 2019, as detectron2 has it): a class that a share f of the images shows has the factor max(1, sqrt(threshold / f)), an
/// image the largest of those of its classes.
/// </summary>
public sealed class RepeatFactors
{
    private readonly double[] factors;

    /// <summary>Finds the factors of a data set's images.</summary>
    /// <param name="index">Its segments.</param>
    /// <param name="config">Which of them count, and the threshold.</param>
    /// <param name="source">What messages call the data set.</param>
    /// <exception cref="InputException">No segment counts.</exception>
    public RepeatFactors(SegmentIndex index, SamplerConfig config, string source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(config);
        var segments = new ClassSegments(index, config, source);
        var all = new double[index.Images];
        var isKept = new bool[index.Images];
        Array.Fill(isKept, !config.SkipsEmpty);
        foreach (var image in segments.Classes.SelectMany(segments.ImagesOf))
        {
            isKept[image] = true;
        }

        Images = [.. Enumerable.Range(0, index.Images).Where(image => isKept[image])];
        Array.Fill(all, 1);
        foreach (var trainId in segments.Classes)
        {
            var images = segments.ImagesOf(trainId);
            var factor = Math.Sqrt(config.Threshold * Images.Count / images.Count);
            foreach (var image in images)
            {
                all[image] = Math.Max(all[image], factor);
            }
        }

        factors = [.. Images.Select(image => all[image])];
        Classes = segments.Classes;
    }

    /// <summary>The images that are drawn, ascending: those without anything that counts only where they are not skipped.</summary>
    public IReadOnlyList<int> Images { get; }

    /// <summary>The factor of each of <see cref="Images"/>, at least 1.</summary>
    public IReadOnlyList<double> Factors => factors;

    /// <summary>Train ids of the classes that occur, ascending.</summary>
    public IReadOnlyList<int> Classes { get; }
}
