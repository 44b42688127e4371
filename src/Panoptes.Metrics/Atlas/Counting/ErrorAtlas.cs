using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Rankings;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>Makes an atlas: one pass over the images, each looked at once and let go; what is kept does not grow with them.</summary>
public static class ErrorAtlas
{
    /// <summary>Makes it.</summary>
    /// <param name="frames">The images.</param>
    /// <param name="title">What is looked at, in a few words.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">A file is missing or broken.</exception>
    public static AtlasReport Make(IAtlasFrames frames, string title, AtlasOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        options = (options ?? new AtlasOptions()).Checked();
        var total = new Worker(frames.Classes.Count, options);
        ParallelItems.Run(
            frames.Count, Math.Max(1, Math.Min(options.Threads, frames.MostThreads)), () => new Worker(frames.Classes.Count, options),
            (worker, index) => worker.Add(index, frames.Read(index)), total.Merge, options.Progress);
        return new AtlasReport
        {
            Title = title,
            Classes = frames.Classes,
            Options = options,
            Segments = total.Segments,
            Pixels = total.Pixels,
            Findings = Named(total.Findings, frames.Classes),
            Worst = total.Worst.Sorted,
            Best = total.Best.Sorted,
            Inputs = frames.Inputs,
            Remarks = frames.Remarks,
            Scores = frames.Scores,
        };
    }

    // Two findings of one place, such as two alike detections on each other, are told apart by a number.
    private static List<AtlasFinding> Named(IEnumerable<AtlasFinding> findings, IReadOnlyList<AtlasClass> classes)
    {
        var (used, named) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<AtlasFinding>());
        foreach (var finding in findings)
        {
            var address = finding.AddressBefore(classes);
            var times = used[address] = used.GetValueOrDefault(address) + 1;
            named.Add(finding with { Address = times == 1 ? address : $"{address}-{times}" });
        }

        return named;
    }

    // What one thread counts and keeps.
    private sealed class Worker(int classes, AtlasOptions options)
    {
        private readonly Dictionary<(SegmentFate Kind, int Class), FirstFew<AtlasFinding>> kept = [];

        public SegmentTally Segments { get; } = new(classes);

        public PixelTally Pixels { get; } = new(classes);

        public FirstFew<AtlasImage> Worst { get; } = new(options.Images, AtlasImage.Worse);

        public FirstFew<AtlasImage> Best { get; } = new(options.Images, AtlasImage.Better);

        public IEnumerable<AtlasFinding> Findings => kept.OrderBy(pair => Place(pair.Key.Kind)).ThenBy(pair => pair.Key.Class)
            .SelectMany(pair => pair.Value.Sorted);

        public void Add(int index, AtlasFrame frame)
        {
            var outcome = SceneJudge.Judge(frame.Scene, options.Rules);
            Segments.Add(frame.Scene, outcome);
            var right = Pixels.Add(frame);
            foreach (var error in outcome.Findings)
            {
                var finding = AtlasFinding.Of(index, frame, error);
                Keeper((error.Kind, finding.Class)).Offer(finding);
            }

            var quality = options.RanksByPixels ? right : outcome.Quality;
            if (double.IsFinite(quality))
            {
                var image = new AtlasImage(index, frame.Name, quality, outcome.Findings.Count);
                Worst.Offer(image);
                Best.Offer(image);
            }
        }

        public void Merge(Worker other)
        {
            Segments.Merge(other.Segments);
            Pixels.Merge(other.Pixels);
            Worst.Merge(other.Worst);
            Best.Merge(other.Best);
            foreach (var (key, findings) in other.kept)
            {
                Keeper(key).Merge(findings);
            }
        }

        private FirstFew<AtlasFinding> Keeper((SegmentFate, int) key)
        {
            if (!kept.TryGetValue(key, out var keeper))
            {
                kept[key] = keeper = new FirstFew<AtlasFinding>(options.Kept, AtlasFinding.Compare);
            }

            return keeper;
        }

        private static int Place(SegmentFate kind) => SegmentFates.Errors.TakeWhile(other => other != kind).Count();
    }
}
