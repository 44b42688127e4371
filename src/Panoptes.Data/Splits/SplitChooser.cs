using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>
/// Chooses parts of a split: a pure function of what images show, their order and the seed, the same on every machine. Where parts are
/// nested, a larger one begins with the images of the smaller one.
/// </summary>
/// <param name="contents">What images show.</param>
/// <param name="options">Which parts.</param>
internal sealed class SplitChooser(SplitContents contents, SplitOptions options)
{
    private const long OrderSalt = 0x51;
    private const long CitySalt = 0x52;

    // Of so many images that come next one is chosen that fits best.
    private const int Candidates = 32;

    /// <summary>The images of each size, ascending, in the order of the sizes.</summary>
    /// <exception cref="InputException">A wish cannot be met.</exception>
    public IReadOnlyList<int[]> Choose()
    {
        Require.AtLeast("--min-per-class", options.MinPerClass, 0);
        Require.That(
            contents.IsLabeled || (options.MinPerClass == 0 && options.Stratify != SplitStratify.Class),
            options.MinPerClass > 0 ? "--min-per-class" : "--stratify class", "images without labels", "labels that tell their classes",
            "leave it out, or split a data set that is labeled");
        if (Rarest(_ => true) is { } rare && contents.ImagesOf[rare] < options.MinPerClass)
        {
            throw new InputException(
                "--min-per-class", $"{options.MinPerClass}", $"at most {contents.ImagesOf[rare]}, the images of {contents.Classes[rare]}",
                "give a smaller number");
        }

        int[] counts = [.. options.Sizes.Select(size => size.Of(contents.Names.Count))];
        if (!options.IsNested)
        {
            return [.. counts.Select(count => Extend(Begin(count), count))];
        }

        var (draw, parts) = (Begin(0), new int[counts.Length][]);
        foreach (var i in Enumerable.Range(0, counts.Length).OrderBy(i => counts[i]))
        {
            parts[i] = Extend(draw, counts[i]);
        }

        return parts;
    }

    private SplitDraw Begin(int count)
    {
        var order = Enumerable.Range(0, contents.Names.Count).ToArray();
        new SeededRandom(options.Seed, OrderSalt, count).Shuffle(order.AsSpan());
        return new SplitDraw(contents, order);
    }

    private int[] Extend(SplitDraw draw, int count)
    {
        Cover(draw);
        Require.That(
            draw.Count <= count, "--min-per-class", $"{options.MinPerClass} with {count} images",
            $"{draw.Count} or more images, which this seed takes to have every class so often",
            "ask for more images, or for fewer of a class");
        IEnumerable<int> next = options.Stratify switch
        {
            SplitStratify.City => ByCity(draw),
            SplitStratify.Class => ByClass(draw),
            _ => InLine(draw),
        };
        foreach (var image in next.Take(count - draw.Count))
        {
            draw.Add(image);
        }

        return draw.Chosen;
    }

    // The rarest class that lacks images first; of its next images the one that has most of the classes that lack some.
    private void Cover(SplitDraw draw)
    {
        var lines = new Dictionary<int, SplitLine>();
        bool Lacks(int id) => draw.ImagesOf[id] < options.MinPerClass;
        while (Rarest(Lacks) is { } id)
        {
            draw.Add(Line(lines, draw, id).Next(Candidates).MaxBy(image => contents[image].Classes.Count(Lacks)));
        }
    }

    private static IEnumerable<int> InLine(SplitDraw draw)
    {
        while (draw.All.Next() is [var image])
        {
            yield return image;
        }
    }

    // Webster's apportionment, one seat at a time: every prefix is in proportion, so that nested parts are.
    private IEnumerable<int> ByCity(SplitDraw draw)
    {
        var cities = Enumerable.Range(0, contents.Names.Count).ToLookup(image => CityOf(contents.Names[image]), StringComparer.Ordinal);
        Require.That(
            cities.Count > 1, "--stratify city", $"one city, {cities.First().Key}, in all names", "images in folders, or named CITY_...",
            "leave it out");
        // Of cities with equal claims any may come first.
        var names = cities.Select(city => city.Key).Order(StringComparer.Ordinal).ToArray();
        new SeededRandom(options.Seed, CitySalt).Shuffle(names.AsSpan());
        var chosen = draw.Chosen.ToHashSet();
        var lines = names.Select(name => cities[name].ToHashSet())
            .Select(city => (Line: draw.Line(city.Contains), Chosen: city.Count(chosen.Contains))).ToArray();
        while (true)
        {
            var best = -1;
            for (var i = 0; i < lines.Length; i++)
            {
                // (2 chosen + 1) / length, compared without rounding.
                if (lines[i].Chosen < lines[i].Line.Length && (best < 0
                    || ((2L * lines[i].Chosen) + 1) * lines[best].Line.Length < ((2L * lines[best].Chosen) + 1) * lines[i].Line.Length))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                yield break;
            }

            lines[best].Chosen++;
            yield return lines[best].Line.Next()[0];
        }
    }

    // As iterative stratification (Sechidis et al. 2011) the rarest class that lacks half an image or more comes first. What lacks is
    // counted against the images chosen so far, so that every prefix is in proportion; of the images that come next that one is chosen
    // after which the squared distances from there, each over the images of its class, are least.
    private IEnumerable<int> ByClass(SplitDraw draw)
    {
        var lines = new Dictionary<int, SplitLine>();
        double Lack(int id) => ((draw.Count + 1.0) * contents.ImagesOf[id] / contents.Names.Count) - draw.ImagesOf[id];
        double Fit(int image) => contents[image].Classes.Sum(id => ((2 * Lack(id)) - 1) / contents.ImagesOf[id]);
        while (true)
        {
            var line = Rarest(id => Lack(id) >= 0.5 && Line(lines, draw, id).Next().Count > 0) is { } rare
                ? Line(lines, draw, rare) : draw.All;
            if (line.Next(Candidates) is not { Count: > 0 } next)
            {
                yield break;
            }

            yield return next.MaxBy(Fit);
        }
    }

    private int? Rarest(Func<int, bool> counts)
    {
        int? rarest = null;
        for (var id = 0; id < contents.Classes.Count; id++)
        {
            if (contents.ImagesOf[id] < (rarest is { } best ? contents.ImagesOf[best] : int.MaxValue) && counts(id))
            {
                rarest = id;
            }
        }

        return rarest;
    }

    private SplitLine Line(Dictionary<int, SplitLine> lines, SplitDraw draw, int id) =>
        lines.TryGetValue(id, out var line) ? line : lines[id] = draw.Line(image => Array.BinarySearch(contents[image].Classes, id) >= 0);

    private static string CityOf(string name) =>
        name.LastIndexOf('/') is var slash and > 0 ? name[..slash]
        : name.IndexOf('_', StringComparison.Ordinal) is var at and > 0 ? name[..at] : name;
}
