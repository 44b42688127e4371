using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>
/// Average precision as pycocotools' COCOeval computes it (revision 8c9bcc3), to the last digit: greedy matching by score,
/// 101-point interpolation. Streams over images and categories on all cores; masks stay run lengths.
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
    public InstanceReport Run()
    {
        var groups = Groups();
        var classes = options.UseCategories ? categories.Length : 1;
        var objects = new ImageObjects[groups.Count];
        var outcomes = new GroupOutcomes[groups.Count];
        double[] thresholds = [.. options.IoUThresholds];
        ParallelImages.Run(groups.Count, options.Threads, () => 0, (_, i) =>
        {
            objects[i] = Load(groups[i]);
            outcomes[i] = GroupOutcomes.Of(objects[i], thresholds, options.AreaRanges);
            if (!options.KeepMatches)
            {
                objects[i] = null!;
            }
        }, _ => { });

        var curves = new PrecisionCurves(options, maxDetections, classes);
        var byClass = new ClassOutcomes[classes];
        var starts = ClassStarts(groups, classes);
        ParallelImages.Run(classes, options.Threads, () => 0, (_, k) =>
        {
            byClass[k] = ClassOutcomes.Of(outcomes[starts[k]..starts[k + 1]]);
            curves.Accumulate(k, byClass[k]);
        }, _ => { });
        var kept = options.KeepMatches ? Enumerable.Range(0, groups.Count).Select(i => Describe(groups[i], objects[i])).ToList() : [];
        var overlaps = options.KeepMatches ? Enumerable.Range(0, groups.Count).Select(i => OverlapsOf(groups[i], objects[i])).Where(o => o.Values.Length > 0).ToList() : [];
        return new InstanceReport
        {
            Options = options,
            Images = images,
            Categories = options.UseCategories ? [.. categories.Select(id => truth.Categories.First(c => c.Id == id))] : [new InstanceCategory(-1, "all")],
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
            : throw new InputException($"{what} {strange}", "no such id in the ground truth", $"an id of one {what} there", "correct the selection");
    }

    // Groups come by class.
    private static int[] ClassStarts(List<Group> groups, int classes)
    {
        var starts = new int[classes + 1];
        foreach (var group in groups)
        {
            starts[group.Class + 1]++;
        }

        for (var k = 0; k < classes; k++)
        {
            starts[k + 1] += starts[k];
        }

        return starts;
    }

    // Objects by class and image, in file order; without categories, those of one image in the order of categories.
    private List<Group> Groups()
    {
        var (truths, detections) = (new Places(this, truth.Objects), new Places(this, results.Objects));
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
                (int)(key / images.Length), (int)(key % images.Length), Slice(truth.Objects, truths.Order.AsSpan(firstTruth, t - firstTruth)),
                Slice(results.Objects, detections.Order.AsSpan(firstDetection, d - firstDetection))));
        }

        return groups;
    }

    private static InstanceObject[] Slice(IReadOnlyList<InstanceObject> objects, ReadOnlySpan<int> order)
    {
        var slice = new InstanceObject[order.Length];
        for (var i = 0; i < slice.Length; i++)
        {
            slice[i] = objects[order[i]];
        }

        return slice;
    }

    /// <summary>The objects that take part, by class, then image, then place in the file.</summary>
    private sealed class Places
    {
        private readonly int[] image;
        private readonly int[] category;
        private readonly InstanceEvaluation of;

        public Places(InstanceEvaluation evaluation, IReadOnlyList<InstanceObject> objects)
        {
            of = evaluation;
            (image, category) = (new int[objects.Count], new int[objects.Count]);
            var (taken, count) = (new int[objects.Count], 0);
            for (var i = 0; i < objects.Count; i++)
            {
                image[i] = Array.BinarySearch(of.images, objects[i].Image);
                category[i] = Array.BinarySearch(of.categories, objects[i].Category);
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
    }

    private ImageObjects Load(Group group) => new(group.Image, group.Truths, group.Detections, options.Overlap, maxDetections[^1]);

    private long CategoryId(Group group) => options.UseCategories ? categories[group.Class] : -1;

    private ImageMatches Describe(Group group, ImageObjects objects) =>
        objects.Describe(options.IoUThresholds, options.AreaRanges[0], images[group.Image], CategoryId(group));

    private ImageOverlaps OverlapsOf(Group group, ImageObjects objects)
    {
        var values = objects.Truths.Length == 0
            ? []
            : Enumerable.Range(0, objects.Detections.Length).Select(d => Enumerable.Range(0, objects.Truths.Length).Select(t => objects.Overlap(d, t)).ToArray()).ToArray();
        return new ImageOverlaps(images[group.Image], CategoryId(group), values);
    }

    private sealed record Group(int Class, int Image, InstanceObject[] Truths, InstanceObject[] Detections);
}

/// <summary>Overlaps of one image and category.</summary>
/// <param name="Image">The image's id.</param>
/// <param name="Category">The category's id.</param>
/// <param name="Values">IoU by detection (falling score) and truth (file order).</param>
public sealed record ImageOverlaps(long Image, long Category, double[][] Values);
