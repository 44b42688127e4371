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
        ParallelImages.Run(groups.Count, options.Threads, () => 0, (_, i) =>
        {
            objects[i] = Load(groups[i]);
            outcomes[i] = GroupOutcomes.Of(objects[i], options);
            if (!options.KeepMatches)
            {
                objects[i] = null!;
            }
        }, _ => { });

        var curves = new PrecisionCurves(options, maxDetections, classes);
        var byClass = new ClassOutcomes[classes];
        var places = Enumerable.Range(0, groups.Count).ToLookup(i => groups[i].Class);
        ParallelImages.Run(classes, options.Threads, () => 0, (_, k) =>
        {
            byClass[k] = ClassOutcomes.Of([.. places[k].Select(i => outcomes[i])]);
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

    // Objects by class and image, in file order; without categories, those of one image in the order of categories.
    private List<Group> Groups()
    {
        var imagePlace = Places(images);
        var categoryPlace = Places(categories);
        var (truths, detections) = (Keys(truth.Objects), Keys(results.Objects));
        var groups = new List<Group>();
        for (int t = 0, d = 0; t < truths.Length || d < detections.Length;)
        {
            var key = Math.Min(t < truths.Length ? truths[t].Key : long.MaxValue, d < detections.Length ? detections[d].Key : long.MaxValue);
            var (firstTruth, firstDetection) = (t, d);
            while (t < truths.Length && truths[t].Key == key)
            {
                t++;
            }

            while (d < detections.Length && detections[d].Key == key)
            {
                d++;
            }

            groups.Add(new Group(
                (int)(key / images.Length), (int)(key % images.Length), Slice(truth.Objects, truths, firstTruth, t), Slice(results.Objects, detections, firstDetection, d)));
        }

        return groups;

        (long Key, long Order)[] Keys(IReadOnlyList<InstanceObject> objects)
        {
            var keys = new List<(long Key, long Order)>(objects.Count);
            for (var i = 0; i < objects.Count; i++)
            {
                if (imagePlace.TryGetValue(objects[i].Image, out var image) && categoryPlace.TryGetValue(objects[i].Category, out var category))
                {
                    var (k, order) = options.UseCategories ? (category, i) : (0, ((long)category << 32) + i);
                    keys.Add((((long)k * images.Length) + image, order));
                }
            }

            keys.Sort();
            return [.. keys];
        }
    }

    private static InstanceObject[] Slice(IReadOnlyList<InstanceObject> objects, (long Key, long Order)[] keys, int from, int to)
    {
        var slice = new InstanceObject[to - from];
        for (var i = 0; i < slice.Length; i++)
        {
            slice[i] = objects[(int)keys[from + i].Order];
        }

        return slice;
    }

    private static Dictionary<long, int> Places(long[] ids) => ids.Select((id, place) => (id, place)).ToDictionary(x => x.id, x => x.place);

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
