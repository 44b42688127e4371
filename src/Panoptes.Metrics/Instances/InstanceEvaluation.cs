using Panoptes.Foundation;

namespace Panoptes.Metrics.Instances;

/// <summary>
/// Average precision as pycocotools' COCOeval computes it (revision 8c9bcc3), to the last digit: greedy matching by score,
/// 101-point interpolation. Streams over images and categories on all cores; masks are read image by image.
/// </summary>
public sealed class InstanceEvaluation
{
    private readonly InstanceSet truth;
    private readonly InstanceSet results;
    private readonly InstanceOptions options;
    private readonly long[] images;
    private readonly long[] categories;
    private readonly int[] maxDetections;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="truth">Ground truth.</param>
    /// <param name="results">Detections.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">An image or category asked for is not in the ground truth.</exception>
    public InstanceEvaluation(InstanceSet truth, InstanceSet results, InstanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(results);
        this.truth = truth;
        this.results = results;
        this.options = options ?? new InstanceOptions();
        images = Chosen(this.options.Images, truth.Images.Select(image => image.Id), "image");
        categories = Chosen(this.options.Categories, truth.Categories.Select(category => category.Id), "category");
        maxDetections = [.. this.options.MaxDetections.Order()];
    }

    /// <summary>Evaluates.</summary>
    /// <exception cref="InputException">A file has changed since it was read.</exception>
    public InstanceReport Run()
    {
        var (truths, detections) = (new Places(this, truth.Objects), new Places(this, results.Objects));
        var groups = Groups(truths, detections);
        var classes = options.UseCategories ? categories.Length : 1;
        var objects = new ImageObjects[options.KeepMatches ? groups.Count : 0];
        var outcomes = new GroupOutcomes[groups.Count];
        double[] thresholds = [.. options.IoUThresholds];
        using (var truthMasks = new InstanceMasks(truth))
        using (var resultMasks = new InstanceMasks(results))
        {
            var byImage = FallingOrder.ByKey(
                Enumerable.Range(0, groups.Count).ToArray(), [.. groups.Select(group => group.Image)], images.Length);
            var starts = Starts(groups, group => group.Image, images.Length);
            ParallelItems.Run(images.Length, options.Threads, () => new Worker(truthMasks, resultMasks), (worker, i) =>
            {
                var here = byImage.AsSpan(starts[i], starts[i + 1] - starts[i]);
                var found = new (InstanceObject[] Truths, InstanceObject[] Detections)[here.Length];
                for (var g = 0; g < here.Length; g++)
                {
                    var group = groups[here[g]];
                    found[g] = (truths.Slice(group.FirstTruth, group.Truths), detections.Slice(group.FirstDetection, group.Detections));
                }

                Load(worker.Masks, found);
                for (var g = 0; g < here.Length; g++)
                {
                    var matched = new ImageObjects(i, found[g].Truths, found[g].Detections, options, maxDetections[^1], worker.Masks.Of);
                    outcomes[here[g]] = GroupOutcomes.Of(matched, thresholds, options.AreaRanges, worker.Matching);
                    if (options.KeepMatches)
                    {
                        objects[here[g]] = matched;
                    }
                }
            }, _ => { }, options.Progress);
        }

        var curves = new PrecisionCurves(options, maxDetections, classes);
        var byClass = new ClassOutcomes[classes];
        var classStarts = Starts(groups, group => group.Class, classes);
        ParallelItems.Run(classes, options.Threads, k =>
        {
            byClass[k] = ClassOutcomes.Of(outcomes[classStarts[k]..classStarts[k + 1]], options.AreaRanges.Count * thresholds.Length);
            curves.Accumulate(k, byClass[k]);
        });
        var kept = options.KeepMatches ? Enumerable.Range(0, groups.Count).Select(i => Describe(groups[i], objects[i])).ToList() : [];
        var overlaps = options.KeepMatches
            ? Enumerable.Range(0, groups.Count).Select(i => OverlapsOf(groups[i], objects[i])).Where(o => o.Values.Length > 0).ToList()
            : [];
        return new InstanceReport
        {
            Options = options,
            Images = images,
            Categories = options.UseCategories
                ? [.. categories.Select(id => truth.Categories.First(c => c.Id == id))]
                : [new InstanceCategory(-1, "all")],
            MaxDetections = maxDetections,
            Curves = curves,
            Outcomes = byClass,
            Matches = kept,
            Overlaps = overlaps,
        };
    }

    private static long[] Chosen(IReadOnlyList<long>? asked, IEnumerable<long> known, string what)
    {
        var all = known.Order().ToArray();
        if (asked is null)
        {
            return all;
        }

        var strange = asked.FirstOrDefault(id => Array.BinarySearch(all, id) < 0, long.MinValue);
        return strange == long.MinValue
            ? [.. asked.Distinct().Order()]
            : throw new InputException(
                $"{what} {strange}", "no such id in the ground truth", $"an id of one {what} there", "correct the selection");
    }

    // Where the groups of each class or image begin once they lie in that order, and where the last end.
    private static int[] Starts(List<Group> groups, Func<Group, int> key, int count)
    {
        var starts = new int[count + 1];
        foreach (var group in groups)
        {
            starts[key(group) + 1]++;
        }

        for (var k = 0; k < count; k++)
        {
            starts[k + 1] += starts[k];
        }

        return starts;
    }

    // Objects by class and image, in file order; without categories, those of one image in the order of categories.
    private List<Group> Groups(Places truths, Places detections)
    {
        var groups = new List<Group>();
        for (int t = 0, d = 0; t < truths.Order.Length || d < detections.Order.Length;)
        {
            var key = Math.Min(truths.KeyAt(t), detections.KeyAt(d));
            var (firstTruth, firstDetection) = (t, d);
            while (truths.KeyAt(t) == key)
            {
                t++;
            }

            while (detections.KeyAt(d) == key)
            {
                d++;
            }

            groups.Add(new Group(
                (int)(key / images.Length), (int)(key % images.Length), firstTruth, t - firstTruth, firstDetection, d - firstDetection));
        }

        return groups;
    }

    /// <summary>The objects that take part, by class, then image, then place in the file.</summary>
    private sealed class Places
    {
        private readonly int[] image;
        private readonly int[] category;
        private readonly InstanceEvaluation of;
        private readonly IReadOnlyList<InstanceObject> objects;

        public Places(InstanceEvaluation evaluation, IReadOnlyList<InstanceObject> objects)
        {
            (of, this.objects) = (evaluation, objects);
            (image, category) = (new int[objects.Count], new int[objects.Count]);
            var (imageIds, categoryIds) = (new IdPlaces(evaluation.images), new IdPlaces(evaluation.categories));
            var (taken, count) = (new int[objects.Count], 0);
            for (var i = 0; i < objects.Count; i++)
            {
                image[i] = imageIds.Find(objects[i].Image);
                category[i] = categoryIds.Find(objects[i].Category);
                if (image[i] >= 0 && category[i] >= 0)
                {
                    taken[count++] = i;
                }
            }

            // The last sort decides, earlier ones among its equals.
            var all = taken.AsSpan(0, count);
            Order = of.options.UseCategories
                ? FallingOrder.ByKey(FallingOrder.ByKey(all, image, of.images.Length), category, of.categories.Length)
                : FallingOrder.ByKey(FallingOrder.ByKey(all, category, of.categories.Length), image, of.images.Length);
        }

        public int[] Order { get; }

        /// <summary>Class and image of the object at a place of the order as one number; behind the last, the largest one.</summary>
        public long KeyAt(int place) => place == Order.Length
            ? long.MaxValue
            : (of.options.UseCategories ? (long)category[Order[place]] * of.images.Length : 0) + image[Order[place]];

        public InstanceObject[] Slice(int first, int count)
        {
            var slice = new InstanceObject[count];
            for (var i = 0; i < count; i++)
            {
                slice[i] = objects[Order[first + i]];
            }

            return slice;
        }
    }

    // Masks that are compared with others, those of the image side by side as they lie in the file.
    private void Load(ImageMasks masks, (InstanceObject[] Truths, InstanceObject[] Detections)[] groups)
    {
        if (options.Overlap == OverlapKind.Box || (truth.File is null && results.File is null))
        {
            return;
        }

        var (truths, detections) = (new List<InstanceObject>(), new List<InstanceObject>());
        foreach (var (given, found) in groups)
        {
            // Of most pairs the boxes say that they have nothing in common.
            truths.AddRange(Array.FindAll(given, truth => Array.Exists(found, one => ImageObjects.MayOverlap(one, truth))));
            detections.AddRange(Array.FindAll(found, one => Array.Exists(given, truth => ImageObjects.MayOverlap(one, truth))));
        }

        truths.Sort((a, b) => a.Place.Offset.CompareTo(b.Place.Offset));
        detections.Sort((a, b) => a.Place.Offset.CompareTo(b.Place.Offset));
        masks.Load(truths, detections);
    }

    private long CategoryId(Group group) => options.UseCategories ? categories[group.Class] : -1;

    private ImageMatches Describe(Group group, ImageObjects objects) =>
        objects.Describe(options.IoUThresholds, options.AreaRanges[0], images[group.Image], CategoryId(group));

    private ImageOverlaps OverlapsOf(Group group, ImageObjects objects)
    {
        var values = objects.Truths.Length == 0
            ? []
            : Enumerable.Range(0, objects.Detections.Length)
                .Select(d => Enumerable.Range(0, objects.Truths.Length).Select(t => objects.Overlap(d, t)).ToArray()).ToArray();
        return new ImageOverlaps(images[group.Image], CategoryId(group), values);
    }

    // What a worker keeps from image to image.
    private sealed class Worker(InstanceMasks truth, InstanceMasks results)
    {
        public ImageMasks Masks { get; } = new(truth, results);

        public GreedyMatching Matching { get; } = new();
    }

    private readonly record struct Group(int Class, int Image, int FirstTruth, int Truths, int FirstDetection, int Detections);
}

/// <summary>Overlaps of one image and category.</summary>
/// <param name="Image">The image's id.</param>
/// <param name="Category">The category's id.</param>
/// <param name="Values">IoU by detection (falling score) and truth (file order).</param>
public sealed record ImageOverlaps(long Image, long Category, double[][] Values);
