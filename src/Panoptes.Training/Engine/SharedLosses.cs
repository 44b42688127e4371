using System.Text;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <summary>
/// Makes the losses of one process parts of those over all processes: each is scaled such that the mean over processes is what one process
/// with the whole batch would have. Processes may have different terms, as where a teacher finds nothing in one's images.
/// </summary>
internal static class SharedLosses
{
    /// <summary>The losses of all processes in one order, each with this process's part; 0 where it has none.</summary>
    /// <param name="own">This process's losses.</param>
    /// <param name="collective">The processes.</param>
    /// <param name="device">Where the losses are.</param>
    public static IReadOnlyList<NamedLoss> Agree(IReadOnlyList<NamedLoss> own, ICollective collective, Device device)
    {
        if (collective.Size == 1)
        {
            return own;
        }

        using var scope = TensorScope.Open();
        var terms = collective.Gather(Write(own)).Select(Read).ToList();
        var names = terms.SelectMany(part => part.Select(term => (term.Name, term.Weight))).DistinctBy(term => term.Name).ToList();
        var ofName = own.ToDictionary(loss => loss.Name, StringComparer.Ordinal);
        var counts = CountOnDevice(own);
        var sums = SumOnDevice(names.Select(term => term.Name), counts, terms, collective, device);
        var shared = new List<NamedLoss>(names.Count);
        foreach (var (name, weight) in names)
        {
            if (!ofName.TryGetValue(name, out var loss))
            {
                shared.Add(new NamedLoss(name, scope.Return(Tensor.Zeros([], DType.Float32, device)), weight));
                continue;
            }

            var all = terms.SelectMany(part => part).Where(term => term.Name == name).Sum(term => term.Count);
            shared.Add(loss with
            {
                Value = scope.Return(loss.Over switch
                {
                    { OnDevice: not null, Least: var least } => loss.Value * Factor(counts[name], sums[name], least, collective.Size),
                    { Count: var count, Least: var least } => loss.Value * Factor(count, all, least, collective.Size),
                    _ => loss.Value * (collective.Size / all),
                }),
            });
        }

        return shared;
    }

    private static double Factor(double own, double all, double least, int size)
    {
        var divisor = Math.Max(all, least);
        return divisor == 0 ? 1 : Math.Max(own, least) * size / divisor;
    }

    private static Tensor Factor(Tensor own, Tensor all, double least, int size)
    {
        var (divisor, mine) = (all.ClampMin(least), own.ClampMin(least));
        return (mine * size / divisor.MaskedFill(divisor.Eq(0), 1)).To(DType.Float32).Squeeze();
    }

    private static Dictionary<string, Tensor> CountOnDevice(IReadOnlyList<NamedLoss> own)
    {
        using var noGrad = Autograd.NoGrad();
        return own.Where(loss => loss.Over?.OnDevice is not null)
            .ToDictionary(loss => loss.Name, loss => loss.Over!.Value.OnDevice!().To(DType.Float64).Reshape([1]), StringComparer.Ordinal);
    }

    // In one sum, and without the host's waiting: which terms take part, it knows from what processes said.
    private static Dictionary<string, Tensor> SumOnDevice(
        IEnumerable<string> names, Dictionary<string, Tensor> own, List<List<Term>> terms, ICollective collective, Device device)
    {
        var counted = terms.SelectMany(part => part).Where(term => term.IsOnDevice).Select(term => term.Name)
            .ToHashSet(StringComparer.Ordinal);
        var chosen = names.Where(counted.Contains).ToList();
        if (chosen.Count == 0)
        {
            return [];
        }

        using var noGrad = Autograd.NoGrad();
        var sums = Ops.Cat([.. chosen.Select(name => own.GetValueOrDefault(name) ?? Tensor.Zeros([1], DType.Float64, device))], 0);
        collective.Sum(sums);
        return chosen.Select((name, place) => (name, Sum: sums.Narrow(0, place, 1)))
            .ToDictionary(entry => entry.name, entry => entry.Sum, StringComparer.Ordinal);
    }

    private static byte[] Write(IReadOnlyList<NamedLoss> losses)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(losses.Count);
        foreach (var loss in losses)
        {
            writer.Write(loss.Name);
            writer.Write(loss.Weight);
            writer.Write(loss.Over is { } over ? over.Count : 1);
            writer.Write(loss.Over?.OnDevice is not null);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static List<Term> Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var terms = new List<Term>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            terms.Add(new Term(reader.ReadString(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean()));
        }

        return terms;
    }

    private sealed record Term(string Name, double Weight, double Count, bool IsOnDevice);
}
