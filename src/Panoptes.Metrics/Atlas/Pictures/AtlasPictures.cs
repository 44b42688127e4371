using System.Collections.Concurrent;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Files;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>The second look at the images that have kept errors: pictures of some, and the outlines of all for relabelling.</summary>
/// <param name="Findings">By address the photograph where there is one, the truth and the prediction of a part of an image.</param>
/// <param name="Images">The same of the worst and best images by their place, and where the two differ.</param>
/// <param name="Relabel">What is to be looked at again, by image, in the order of images.</param>
/// <param name="Unpictured">How many of these images have no photograph, where photographs were asked for.</param>
public sealed record AtlasPictures(
    IReadOnlyDictionary<string, ScorePicture> Findings, IReadOnlyDictionary<int, ScorePicture> Images,
    IReadOnlyList<RelabelImage> Relabel, int Unpictured)
{
    /// <summary>Looks again; every image once.</summary>
    /// <param name="frames">The images.</param>
    /// <param name="report">Their atlas.</param>
    /// <param name="examples">The errors that are drawn.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    /// <exception cref="InputException">A file is missing or broken.</exception>
    public static AtlasPictures Of(
        IAtlasFrames frames, AtlasReport report, IReadOnlyList<AtlasFinding> examples, IPhotographs? photographs)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(report);
        var drawn = examples.Select(finding => finding.Address).ToHashSet(StringComparer.Ordinal);
        var whole = report.Worst.Concat(report.Best).Select(image => image.Index).ToHashSet();
        var byImage = report.Findings.ToLookup(finding => finding.Index);
        int[] images = [.. byImage.Select(group => group.Key).Union(whole).Order()];
        var pictures = new ConcurrentDictionary<string, ScorePicture>(StringComparer.Ordinal);
        var wholes = new ConcurrentDictionary<int, ScorePicture>();
        var relabel = new RelabelImage?[images.Length];
        var unpictured = 0;
        ParallelItems.Run(images.Length, Math.Max(1, Math.Min(report.Options.Threads, frames.MostThreads)), place =>
        {
            var index = images[place];
            var frame = frames.Read(index);
            AtlasFinding[] findings = [.. byImage[index]];
            AtlasFinding[] shown = [.. findings.Where(finding => drawn.Contains(finding.Address))];
            var photograph = shown.Length > 0 || whole.Contains(index) ? Photograph(frame) : null;
            foreach (var finding in shown)
            {
                pictures[finding.Address] = FindingPicture.Draw(frame, finding, photograph, report.Classes);
            }

            if (whole.Contains(index))
            {
                wholes[index] = FindingPicture.Draw(frame, photograph, report.Classes, !report.Options.RanksByPixels);
            }

            relabel[place] = findings.Length > 0 ? RelabelImage.Of(frame, index, findings) : null;
        }, report.Options.Progress);
        return new AtlasPictures(pictures, wholes, [.. relabel.OfType<RelabelImage>()], unpictured);

        RgbImage? Photograph(AtlasFrame frame)
        {
            var photograph = photographs?.Read(frame.Name);
            if (photograph is null && photographs is not null)
            {
                Interlocked.Increment(ref unpictured);
            }

            return photograph;
        }
    }
}
