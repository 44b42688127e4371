using System.Text.RegularExpressions;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>A step of a key map that changes tensors, not only their names: joins, divides or rearranges them.</summary>
/// <param name="Apply">From what the steps before made of the file; tensors that it has nothing to do with pass.</param>
public sealed record WeightConversion(Func<IReadOnlyList<WeightSource>, IReadOnlyList<WeightSource>> Apply)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Changes shape and values of the tensors whose names match.</summary>
    /// <param name="pattern">A regular expression over the name.</param>
    /// <param name="shape">The new sizes, or null where this tensor is to be left alone.</param>
    /// <param name="values">The new values.</param>
    public static WeightConversion Change(
        string pattern, Func<IReadOnlyList<long>, IReadOnlyList<long>?> shape, Func<Tensor, Tensor> values)
    {
        var matcher = Matcher(pattern);
        return new WeightConversion(sources =>
        [
            .. sources.Select(source => matcher.IsMatch(source.Name) && shape(source.Shape) is { } sizes
                ? source with { Shape = sizes, Make = read => values(source.Make is null ? read[0] : source.Make(read)) }
                : source),
        ]);
    }

    /// <summary>A linear layer's matrix (out, in) as a 1x1 convolution's (out, in, 1, 1).</summary>
    public static WeightConversion MatrixToPointwise(string pattern) =>
        Change(pattern, shape => shape is [var outputs, var inputs] ? [outputs, inputs, 1, 1] : null, matrix => matrix.Unsqueeze(-1)
            .Unsqueeze(-1));

    /// <summary>A 1x1 convolution's matrix (out, in, 1, 1) as a linear layer's (out, in).</summary>
    public static WeightConversion PointwiseToMatrix(string pattern) =>
        Change(pattern, shape => shape is [var outputs, var inputs, 1, 1] ? [outputs, inputs] : null, kernel => kernel.Flatten(1));

    /// <summary>Joins two tensors along their first dimension.</summary>
    /// <param name="first">A regular expression over the first one's name.</param>
    /// <param name="second">The second one's name, as a replacement of that expression.</param>
    /// <param name="joined">The result's name, as a replacement of that expression.</param>
    public static WeightConversion Join(string first, string second, string joined)
    {
        var matcher = Matcher(first);
        return new WeightConversion(sources =>
        {
            var byName = sources.DistinctBy(source => source.Name).ToDictionary(source => source.Name, StringComparer.Ordinal);
            var results = new List<WeightSource>();
            var used = new HashSet<WeightSource>(ReferenceEqualityComparer.Instance);
            foreach (var source in sources.Where(source => matcher.IsMatch(source.Name)))
            {
                if (byName.TryGetValue(matcher.Replace(source.Name, second), out var other)
                    && source is { Make: null, Shape.Count: > 0 } && other.Make is null && source.DType == other.DType
                    && source.Shape.Skip(1).SequenceEqual(other.Shape.Skip(1)))
                {
                    results.Add(source with
                    {
                        Name = matcher.Replace(source.Name, joined),
                        Shape = [source.Shape[0] + other.Shape[0], .. source.Shape.Skip(1)],
                        Entries = [.. source.Entries, .. other.Entries],
                        Make = read => Ops.Cat(read, 0),
                    });
                    used.Add(source);
                    used.Add(other);
                }
            }

            return [.. sources.Where(source => !used.Contains(source)), .. results];
        });
    }

    /// <summary>
    /// Takes a convolution's bias off the running mean of the batch normalization after it, which leaves what both compute as it is:
    /// (x + b) - m = x - (m - b), and a batch's own mean moves with the bias.
    /// </summary>
    /// <param name="bias">A regular expression over the bias's name.</param>
    /// <param name="mean">The running mean's name, as a replacement of that expression.</param>
    public static WeightConversion BiasIntoMean(string bias, string mean)
    {
        var matcher = Matcher(bias);
        return new WeightConversion(sources =>
        {
            var means = sources.Where(source => matcher.IsMatch(source.Name)).DistinctBy(source => source.Name)
                .ToDictionary(source => matcher.Replace(source.Name, mean), StringComparer.Ordinal);
            var folded = sources.Where(source => source.Make is null && means.TryGetValue(source.Name, out var own) && own.Make is null
                && own.Shape.SequenceEqual(source.Shape))
                .Select(source => means[source.Name]).ToHashSet<WeightSource>(ReferenceEqualityComparer.Instance);
            return
            [
                .. sources.Where(source => !folded.Contains(source))
                    .Select(source => means.TryGetValue(source.Name, out var own) && folded.Contains(own)
                        ? source with { Entries = [.. source.Entries, .. own.Entries], Make = read => read[0] - read[1] }
                        : source),
            ];
        });
    }

    /// <summary>Adds a tensor of zeros for another of the same shape.</summary>
    /// <param name="pattern">A regular expression over the other's name.</param>
    /// <param name="name">The new one's name, as a replacement of that expression.</param>
    public static WeightConversion ZeroBeside(string pattern, string name)
    {
        var matcher = Matcher(pattern);
        return new WeightConversion(sources =>
        [
            .. sources,
            .. sources.Where(source => source.Make is null && matcher.IsMatch(source.Name))
                .Select(source => source with
                {
                    Name = matcher.Replace(source.Name, name),
                    Make = read => Tensor.Zeros(read[0].Shape, read[0].DType),
                }),
        ]);
    }

    /// <summary>Divides a tensor along its first dimension.</summary>
    /// <param name="pattern">A regular expression over the name.</param>
    /// <param name="parts">Each part's name, as a replacement of that expression, and how many of the equal pieces it takes.</param>
    public static WeightConversion Divide(string pattern, params (string Name, int Pieces)[] parts)
    {
        var matcher = Matcher(pattern);
        var pieces = parts.Sum(part => part.Pieces);
        return new WeightConversion(sources => [.. sources.SelectMany(source =>
            matcher.IsMatch(source.Name) && source is { Make: null, Shape.Count: > 0 } && source.Shape[0] % pieces == 0
                ? Parts(source)
                : [source])]);

        IEnumerable<WeightSource> Parts(WeightSource source)
        {
            var (piece, first) = (source.Shape[0] / pieces, 0);
            foreach (var (name, count) in parts)
            {
                var (start, length) = (first * piece, count * piece);
                first += count;
                yield return source with
                {
                    Name = matcher.Replace(source.Name, name),
                    Shape = [length, .. source.Shape.Skip(1)],
                    Make = read => read[0].Narrow(0, start, length),
                };
            }
        }
    }

    private static Regex Matcher(string pattern) => new(pattern, RegexOptions.CultureInvariant, Patience);
}
