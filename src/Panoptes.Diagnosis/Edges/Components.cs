using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Edges;

/// <summary>A connected part of a region.</summary>
/// <param name="Id">Its id in the map of parts, from 0.</param>
/// <param name="Region">The region it is a part of.</param>
/// <param name="Class">Its class's train id.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="X">The mean of its pixels' centers, across.</param>
/// <param name="Y">The mean of its pixels' centers, down.</param>
public sealed record Component(int Id, int Region, int Class, int Area, double X, double Y);

/// <summary>The connected parts of a label map's regions: what stands for objects where labels tell none apart.</summary>
/// <param name="Ids">The part of every pixel; <see cref="LabelMap.Void"/> where there is no label.</param>
/// <param name="All">The parts, by id.</param>
public sealed record Components(Plane<int> Ids, IReadOnlyList<Component> All)
{
    /// <summary>Finds the parts; pixels that touch by a side belong together.</summary>
    /// <param name="labels">The labels.</param>
    public static Components Of(LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (width, height) = (labels.Width, labels.Height);
        var regions = labels.Regions.Pixels;
        var ids = new Plane<int>(width, height);
        ids.Pixels.AsSpan().Fill(LabelMap.Void);
        var all = new List<Component>();
        var open = new Stack<int>();
        for (var start = 0; start < regions.Length; start++)
        {
            if (regions[start] == LabelMap.Void || ids.Pixels[start] != LabelMap.Void)
            {
                continue;
            }

            var (id, area, sumX, sumY) = (all.Count, 0, 0L, 0L);
            Enter(start, id);
            while (open.TryPop(out var i))
            {
                var (x, y) = (i % width, i / width);
                (area, sumX, sumY) = (area + 1, sumX + x, sumY + y);
                TryEnter(x > 0, i, i - 1, id);
                TryEnter(x < width - 1, i, i + 1, id);
                TryEnter(y > 0, i, i - width, id);
                TryEnter(y < height - 1, i, i + width, id);
            }

            all.Add(new Component(
                id, regions[start], labels.Classes.Pixels[start], area, ((double)sumX / area) + 0.5, ((double)sumY / area) + 0.5));
        }

        return new Components(ids, all);

        void Enter(int i, int id)
        {
            ids.Pixels[i] = id;
            open.Push(i);
        }

        void TryEnter(bool isInside, int here, int there, int id)
        {
            if (isInside && ids.Pixels[there] == LabelMap.Void && regions[there] == regions[here])
            {
                Enter(there, id);
            }
        }
    }
}
