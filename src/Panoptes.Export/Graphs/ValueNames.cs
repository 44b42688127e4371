using System.Runtime.InteropServices;
using Panoptes.Export.Onnx;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Graphs;

/// <summary>Under which names recorded tensors are in the graph.</summary>
internal sealed class ValueNames(GraphBuilder graph, Func<string, byte[]> elementsOf)
{
    private const int LargestTable = 64;
    private readonly Dictionary<RecordedTensor, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> parameters = [];

    /// <summary>Where free sizes are found.</summary>
    public SizeTable Sizes { get; } = new(graph);

    /// <summary>The sizes of one tensor in every recording.</summary>
    public static IReadOnlyList<Size> ShapeOf(IReadOnlyList<RecordedTensor> seen) =>
        [.. Enumerable.Range(0, seen[0].Shape.Count).Select(k => new Size([.. seen.Select(tensor => tensor.Shape[k])]))];

    /// <summary>Whether a tensor is the same elements in every recording, and what they are is known.</summary>
    public static bool IsConstant(IReadOnlyList<RecordedTensor> seen)
    {
        var first = seen[0];
        return first.Name is not null
            ? !first.DependsOnInput
            : first.Elements is { } elements && seen.All(tensor => tensor.Shape.SequenceEqual(first.Shape)
                && tensor.Elements is { } own && own.AsSpan().SequenceEqual(elements));
    }

    /// <summary>Says under which name a tensor is computed.</summary>
    public void Set(IReadOnlyList<RecordedTensor> seen, string name)
    {
        names[seen[0]] = name;
        Sizes.Add(name, ShapeOf(seen));
    }

    /// <summary>Whether a tensor is a small table of whole numbers that change with the input's size, such as sizes of maps.</summary>
    public static bool IsTable(IReadOnlyList<RecordedTensor> seen) => seen.All(tensor => tensor is
    {
        Producer: null, Elements: not null, DType: Tensors.DType.Float32 or Tensors.DType.Int64,
    }
    && tensor.Shape.SequenceEqual(seen[0].Shape) && tensor.Shape.Aggregate(1L, (product, size) => product * size) <= LargestTable
    && Numbers(tensor).All(number => number % 1 == 0));

    /// <summary>The name of a tensor that is computed or constant.</summary>
    public string Of(IReadOnlyList<RecordedTensor> seen, Call? call = null)
    {
        var first = seen[0];
        if (names.TryGetValue(first, out var known))
        {
            return known;
        }

        if (!IsConstant(seen))
        {
            return names[first] = Counted(seen) ?? throw Lost(call);
        }

        var element = OnnxElements.Of(first.DType);
        return names[first] = first.Name is { } name && parameters.Add(name)
            ? graph.AddTensor(name, element, first.Shape, elementsOf(name))
            : graph.Constant(element, first.Shape, first.Elements);
    }

    private static double[] Numbers(RecordedTensor tensor) => tensor.DType == Tensors.DType.Int64
        ? [.. MemoryMarshal.Cast<byte, long>(tensor.Elements).ToArray().Select(number => (double)number)]
        : [.. MemoryMarshal.Cast<byte, float>(tensor.Elements).ToArray().Select(number => (double)number)];

    private static Exception Lost(Call? call)
    {
        const string Found = "a table of numbers that changes with the input's size and is not made by operators";
        return call is null ? new InvalidOperationException(Found) : call.Refused(Found);
    }

    // The numbers are sought among the sizes of what is computed by then.
    private string? Counted(IReadOnlyList<RecordedTensor> seen)
    {
        if (!IsTable(seen))
        {
            return null;
        }

        double[][] numbers = [.. seen.Select(Numbers)];
        string?[] found =
        [
            .. Enumerable.Range(0, numbers[0].Length)
                .Select(k => Sizes.Find(new Size([.. numbers.Select(each => (long)each[k])]))),
        ];
        if (Array.Exists(found, name => name is null))
        {
            return null;
        }

        var joined = graph.Add("Concat", OnnxElement.Int64, [.. found.Select(name => name!)], ("axis", 0L));
        var shaped = graph.Add("Reshape", OnnxElement.Int64, [joined, graph.Integers([.. seen[0].Shape])]);
        return graph.Cast(shaped, OnnxElements.Of(seen[0].DType));
    }
}
