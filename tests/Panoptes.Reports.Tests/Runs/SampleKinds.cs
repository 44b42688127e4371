using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Reports.Tests.Runs;

/// <summary>Results of panoptic and instance evaluations, made up: two things, two kinds of stuff, and a thing that is nowhere.</summary>
internal static class SampleKinds
{
    private static readonly (string Name, string Color, bool IsThing)[] Classes =
        [("car", "#00008e", true), ("person", "#dc143c", true), ("road", "#804080", false), ("sky", "#4682b4", false), (
            "train", "#005064", true)];

    private static readonly string[] Sizes = ["", "50", "75", "_small", "_medium", "_large"];

    public static KindRecord Panoptic(IReadOnlyList<ImageRow> worst) => Kind(
        "panoptic",
        [
            .. new[] { ("", ""), ("_things", " of things"), ("_stuff", " of stuff") }
                .SelectMany(part => new[] { "pq", "sq", "rq" }.Select(name => (name + part.Item1, name.ToUpperInvariant() + part.Item2))),
            ("accuracy_things", "Acc^th"), ("precision_things", "Prec^th"),
        ],
        [("pq", "PQ", true), ("sq", "SQ", true), ("rq", "RQ", true), ("matched", "matched", false), ("wrong", "wrong", false), (
            "missed", "missed", false)],
        worst) with
    {
        Confusion =
        [
            [900, 40, 30, 0, 0, 30], [20, 400, 11, 0, 0, 0], [10, 0, 7000, 50, 0, 5], [0, 0, 70, 3000, 0, 0], [0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0],
        ],
        Curves = [
            new() { Title = "a curve without points", X = [5], Y = [null] },
            new() { Title = "confused things", Horizontal = "T in %", X = [5, 10, 12.5], Y = [0.4, 0.2345, null] },
        ],
    };

    public static KindRecord Instance(IReadOnlyList<ImageRow> worst) => Kind(
        "instance",
        [
            .. new[] { ("", ""), ("box_", "box ") }
                .SelectMany(part => Sizes.Select(size => ($"{part.Item1}ap{size}", $"{part.Item2}AP{size}"))),
            ("ar100", "AR100"),
        ],
        [("ap", "AP", true), ("ap50", "AP50", true), ("box_ap", "box AP", true)],
        worst);

    private static KindRecord Kind(
        string kind, (string Name, string Title)[] metrics, (string Name, string Title, bool IsShare)[] columns,
        IReadOnlyList<ImageRow> worst)
    {
        var random = new SeededRandom(kind.Length);
        bool IsAbsent(int id) => id == 4 || (kind == "instance" && !Classes[id].IsThing);
        return new KindRecord
        {
            Kind = kind,
            Metrics = [.. metrics.Select(
                metric => new MetricRow { Name = metric.Name, Title = metric.Title, Value = random.NextDouble() })],
            Columns = [.. columns.Select(column => new ColumnRow { Name = column.Name, Title = column.Title, IsShare = column.IsShare })],
            Classes = [.. Classes.Select((row, id) => new ClassRow
            {
                Name = row.Name,
                Color = row.Color,
                IsThing = row.IsThing,
                Values = columns.ToDictionary(
                    column => column.Name,
                    column =>
                        IsAbsent(id) ? column.IsShare ? null : 0 : column.IsShare ? random.NextDouble() : (double?)random.NextInt(1, 900)),
            })],
            WorstImages = worst,
        };
    }
}
