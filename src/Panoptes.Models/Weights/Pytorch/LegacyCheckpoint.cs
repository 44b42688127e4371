using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;
using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>
/// PyTorch's format before 1.6: five pickles in a row (a magic number, the protocol version, facts of the machine, the object,
/// the keys of its storages), then each storage as an element count and raw values.
/// </summary>
internal static class LegacyCheckpoint
{
    private const long ProtocolVersion = 1001;
    private const string Advice = "get the file again: it is damaged or cut short";

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");

    /// <summary>Opens a checkpoint.</summary>
    public static PickledWeightFile Open(string path, string? part)
    {
        var handle = File.OpenHandle(path);
        try
        {
            var input = new PickleInput(new FileSource(handle, path, 0, RandomAccess.GetLength(handle)), path);
            var (arrays, found) = Read(path, handle, input, part);
            return new PickledWeightFile(path, "PyTorch legacy", arrays, found.Metadata, found.Notes, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static (List<(string Name, StridedArray Array)> Arrays, StateDict Found) Read(
        string path, SafeFileHandle handle, PickleInput input, string? part)
    {
        if (new PickleReader(input).Load() is not BigInteger magic || magic != Magic
            || new PickleReader(input).Load() is not ProtocolVersion)
        {
            throw new InputException(path, "another magic number or protocol version", "a PyTorch checkpoint of protocol 1001", Advice);
        }

        var bigEndian = new PickleReader(input).Load() is PickleDictionary machine && machine.Get("little_endian") is false;
        var storages = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        var views = new Dictionary<TorchStorage, (string Root, long Offset)>();
        var reader = new PickleReader(input, id => Remember(input, id, storages, views));
        var root = reader.Load();
        var keys = new PickleReader(input).Load() as PickleList
            ?? throw new InputException(path, "no list of storages", "the keys of the storages", Advice);
        var sources = ReadStorages(path, handle, input, keys, storages);
        var found = StateDict.Find(path, reader, root, part);
        var arrays = found.Arrays.ConvertAll(item => (item.Name, item.Array switch
        {
            TorchTensor tensor => View(path, sources, views, tensor, bigEndian),
            NumpyArray { Values: StridedArray values } => values,
            _ => throw new InputException(path, $"array {item.Name} without values", "an array", Advice),
        }));
        return (arrays, found);
    }

    // A storage may be a view of another one: ('storage', class, key, device, count, (view key, offset, size)).
    private static object Remember(
        PickleInput input, object? id, Dictionary<string, TorchStorage> storages,
        Dictionary<TorchStorage, (string Root, long Offset)> views)
    {
        if (TorchGlobals.ReadPersistentId(input, id) is not TorchStorage storage)
        {
            return TorchGlobals.ReadPersistentId(input, id);
        }

        if (storages.TryGetValue(storage.Key, out var known) && (known.Class != storage.Class || known.Count != storage.Count))
        {
            throw input.Error($"storage {storage.Key} with two types or sizes");
        }

        storages[storage.Key] = storage;
        if (id is PickleTuple { Items: [.., PickleTuple view] })
        {
            if (view.Items is not [_, long offset, long size] || offset < 0 || size < 0 || offset > storage.Count - size)
            {
                throw input.Error("a view that leaves its storage");
            }

            var part = new TorchStorage(storage.Key, storage.DType, storage.ElementSize, storage.Class, size);
            views[part] = (storage.Key, offset);
            return part;
        }

        return storage;
    }

    private static Dictionary<string, FileSource> ReadStorages(
        string path, SafeFileHandle handle, PickleInput input, PickleList keys, Dictionary<string, TorchStorage> storages)
    {
        var sources = new Dictionary<string, FileSource>(StringComparer.Ordinal);
        var position = input.Position;
        var count = new byte[8];
        foreach (var item in keys.Items)
        {
            if (PickleBytes.Text(item) is not string key || !storages.TryGetValue(key, out var storage))
            {
                throw new InputException(path, "the key of a storage that no tensor uses", "the keys of the storages", Advice);
            }

            var left = input.Source.Length - position;
            if (left >= 8)
            {
                input.Source.Read(position, count);
            }

            var size = storage.ElementSize;
            if (left < 8 || BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count || storage.Count > (left - 8) / size)
            {
                throw new InputException(
                    path, $"storage {key} at byte {position} without its {storage.Count} elements", "the count and the values", Advice);
            }

            sources[key] = new FileSource(handle, path, position + 8, storage.Count * size);
            position += 8 + (storage.Count * size);
        }

        return sources;
    }

    private static StridedArray View(
        string path, Dictionary<string, FileSource> sources, Dictionary<TorchStorage, (string Root, long Offset)> views, TorchTensor tensor,
        bool bigEndian)
    {
        if (!sources.TryGetValue(tensor.Storage.Key, out var source))
        {
            throw new InputException(path, $"no storage {tensor.Storage.Key}", "the values of a tensor", Advice);
        }

        var offset = views.TryGetValue(tensor.Storage, out var view) ? view.Offset : 0;
        return new StridedArray(path, source, tensor.DType, unchecked(tensor.Offset + offset), tensor.Shape, tensor.Strides, bigEndian);
    }
}
