using Panoptes.Tensors;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>A tensor's storage as a pickle names it; where its bytes lie is known only after the pickle has been read.</summary>
internal sealed class TorchStorage(string key, DType? type, int elementSize, string className, long count)
{
    public string Key => key;

    /// <summary>The element type, or null where Panoptes has none such (complex and quantized numbers).</summary>
    public DType? DType => type;

    /// <summary>Bytes of an element.</summary>
    public int ElementSize => elementSize;

    /// <summary>The storage's class.</summary>
    public string Class => className;

    /// <summary>Elements it claims to hold.</summary>
    public long Count => count;
}

/// <summary>A tensor as PyTorch pickles it: a view of a storage.</summary>
internal sealed record TorchTensor(TorchStorage Storage, DType DType, long Offset, long[] Shape, long[] Strides);

/// <summary>What PyTorch's pickles call: the functions that rebuild tensors, and the classes of storages.</summary>
internal static class TorchGlobals
{
    private const string UntypedStorage = "torch.storage.UntypedStorage";

    private static readonly Dictionary<string, DType> StorageTypes = ElementType.All
        .Select(t => KeyValuePair.Create($"torch.{t.Storage}", t.DType))
        .Concat(ElementType.All.Select(t => KeyValuePair.Create($"torch.cuda.{t.Storage}", t.DType)))
        .Append(KeyValuePair.Create(UntypedStorage, DType.UInt8))
        .ToDictionary(StringComparer.Ordinal);

    // Storages that are passed over: their elements' sizes tell where the next one begins in a legacy file.
    private static readonly Dictionary<string, int> UnreadableStorages = new (string Name, int Size)[]
    {
        ("ComplexFloatStorage", 8), ("ComplexDoubleStorage", 16), ("ComplexHalfStorage", 4), ("QInt8Storage", 1),
        ("QUInt8Storage", 1), ("QInt32Storage", 4), ("QUInt4x2Storage", 1), ("QUInt2x4Storage", 1),
    }.SelectMany(type => new[] { KeyValuePair.Create($"torch.{type.Name}", type.Size), KeyValuePair.Create(
        $"torch.cuda.{type.Name}", type.Size) }).ToDictionary(StringComparer.Ordinal);

    private static readonly Dictionary<string, DType> ScalarTypes =
        ElementType.All.ToDictionary(t => $"torch.{t.Torch}", t => t.DType, StringComparer.Ordinal);

    /// <summary>The allowed names; those that map to null are classes to mention, not to call.</summary>
    public static IEnumerable<KeyValuePair<string, AllowedGlobals.Maker?>> Makers =>
    [
        new("torch._utils._rebuild_tensor", RebuildTensor),
        new("torch._utils._rebuild_tensor_v2", RebuildTensor),
        new("torch._utils._rebuild_tensor_v3", RebuildTypedTensor),
        new("torch._utils._rebuild_parameter", RebuildParameter),
        new("torch._utils._rebuild_parameter_with_state", RebuildParameter),
        new("torch._tensor._rebuild_from_type_v2", RebuildFromType),
        new("torch.Tensor", null),
        new("torch.nn.parameter.Parameter", null),
        new("torch.nn.parameter.Buffer", null),
        .. StorageTypes.Keys.Concat(UnreadableStorages.Keys).Concat(ScalarTypes.Keys)
            .Select(name => new KeyValuePair<string, AllowedGlobals.Maker?>(name, null)),
    ];

    /// <summary>
    /// Reads the id under which a pickle refers to a storage: ('storage', class, key, device, count, ...); or, of a whole model saved as an
    /// object, to a class with its source text: ('module', class, file, text), of which only the class's name is taken.
    /// </summary>
    public static object ReadPersistentId(PickleInput input, object? id)
    {
        if (id is PickleTuple { Items: [var kind, PickleGlobal model, ..] } && PickleBytes.Text(kind) == "module")
        {
            return model;
        }

        if (id is not PickleTuple { Items: [_, PickleGlobal type, _, _, long count, ..] items }
            || PickleBytes.Text(items[0]) != "storage"
            || PickleBytes.Text(items[2]) is not string key
            || count < 0)
        {
            throw input.Error("a reference that is no tensor storage", "('storage', class, key, device, count)");
        }

        if (StorageTypes.TryGetValue(type.FullName, out var dtype))
        {
            return new TorchStorage(key, dtype, dtype.Size(), type.FullName, count);
        }

        return UnreadableStorages.TryGetValue(type.FullName, out var size)
            ? new TorchStorage(key, null, size, type.FullName, count)
            : throw input.Error($"a tensor storage of the unknown class {type.FullName}", "PyTorch's storages");
    }

    /// <summary>The sizes in a tuple or list of non-negative integers.</summary>
    public static long[] ReadSizes(PickleInput input, object? value)
    {
        var items = value switch
        {
            PickleTuple tuple => tuple.Items,
            PickleList list => [.. list.Items],
            long single => [single],
            _ => throw input.Error("sizes that are no tuple"),
        };
        return items.Length <= 64 && items.All(item => item is long and >= 0)
            ? Array.ConvertAll(items, item => (long)item!)
            : throw input.Error("sizes that are no non-negative integers");
    }

    private static object RebuildTensor(PickleInput input, object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset, var shape, var strides, ..])
        {
            return Foreign(arguments, input, "a tensor without storage, offset, size and stride");
        }

        return storage.DType is DType type
            ? new TorchTensor(storage, type, offset, ReadSizes(input, shape), ReadSizes(input, strides))
            : Unreadable(storage.Class, arguments);
    }

    private static object RebuildTypedTensor(PickleInput input, object?[] arguments)
    {
        if (arguments is not [_, _, _, _, _, _, PickleGlobal type, ..])
        {
            return Foreign(arguments, input, "a tensor without a type");
        }

        return ScalarTypes.TryGetValue(type.FullName, out var dtype) && RebuildTensor(input, arguments) is TorchTensor tensor
            ? new TorchTensor(tensor.Storage, dtype, tensor.Offset, tensor.Shape, tensor.Strides)
            : Unreadable(type.FullName, arguments);
    }

    private static object RebuildParameter(PickleInput input, object?[] arguments) => arguments switch
    {
        [TorchTensor tensor, ..] => tensor,
        [ForeignObject foreign, ..] => foreign,
        _ => throw input.Error("a parameter without a tensor"),
    };

    // A tensor that carries attributes of its own: (function that rebuilds it, class, its arguments, attributes), which are left out.
    private static object RebuildFromType(PickleInput input, object?[] arguments) =>
        arguments is [PickleGlobal { IsKnown: true } function, PickleGlobal { IsKnown: true }, PickleTuple inner, ..]
            && !ReferenceEquals(inner.Items, arguments)
            && function.FullName.StartsWith("torch._utils.", StringComparison.Ordinal)
                ? AllowedGlobals.Call(input, function, inner.Items) ?? throw input.Error("a tensor without values")
                : Unreadable(arguments is [_, PickleGlobal type, ..] ? type.FullName : "torch._tensor._rebuild_from_type_v2", arguments);

    private static ForeignObject Foreign(object?[] arguments, PickleInput input, string found) =>
        arguments.OfType<ForeignObject>().FirstOrDefault() is { } part ? Unreadable(part.Name, arguments) : throw input.Error(found);

    private static ForeignObject Unreadable(string name, object?[] arguments)
    {
        var foreign = new ForeignObject(name);
        foreign.Contents.AddRange(arguments);
        return foreign;
    }
}
