using Panoptes.Tensors;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>A tensor's storage as a pickle names it; where its bytes lie is known only after the pickle has been read.</summary>
internal sealed class TorchStorage(string key, DType type, long count)
{
    public string Key => key;

    public DType DType => type;

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
        .. StorageTypes.Keys.Concat(ScalarTypes.Keys).Select(name => new KeyValuePair<string, AllowedGlobals.Maker?>(name, null)),
    ];

    /// <summary>Reads the id under which a pickle refers to a storage: ('storage', class, key, device, count, ...).</summary>
    public static TorchStorage ReadStorageId(PickleInput input, object? id)
    {
        if (id is not PickleTuple { Items: [_, PickleGlobal type, _, _, long count, ..] items }
            || PickleBytes.Text(items[0]) != "storage"
            || PickleBytes.Text(items[2]) is not string key
            || !StorageTypes.TryGetValue(type.FullName, out var dtype)
            || count < 0)
        {
            throw input.Error("a reference that is no tensor storage", "('storage', class, key, device, count)");
        }

        return new TorchStorage(key, dtype, count);
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

    private static TorchTensor RebuildTensor(PickleInput input, object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset, var shape, var strides, ..])
        {
            throw input.Error("a tensor without storage, offset, size and stride");
        }

        return new TorchTensor(storage, storage.DType, offset, ReadSizes(input, shape), ReadSizes(input, strides));
    }

    private static TorchTensor RebuildTypedTensor(PickleInput input, object?[] arguments)
    {
        var tensor = RebuildTensor(input, arguments);
        return arguments is [_, _, _, _, _, _, PickleGlobal type, ..] && ScalarTypes.TryGetValue(type.FullName, out var dtype)
            ? tensor with { DType = dtype }
            : throw input.Error("a tensor without a type");
    }

    private static TorchTensor RebuildParameter(PickleInput input, object?[] arguments) =>
        arguments is [TorchTensor tensor, ..] ? tensor : throw input.Error("a parameter without a tensor");
}
