using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>Finds the dictionary of named tensors in what a checkpoint's pickle holds.</summary>
internal static class StateDict
{
    private const int MaximumDepth = 4;

    // mmcv's and mmengine's checkpoints say here how they were trained.
    private const string Meta = "meta";
    private const int MaximumText = 1 << 20;

    // Under these names training code nests its weights; where several are there, the first of them is meant.
    private static readonly string[] Wrappers =
        ["state_dict", "model", "model_state_dict", "model_state", "teacher", "student", "module", "net", "network", "ema", "params_ema", "params", "weights", "blobs"];

    /// <summary>The named tensors of a checkpoint.</summary>
    /// <param name="path">The file, for error texts.</param>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="part">The dictionary to take ("teacher", "state.model"), or null to find it.</param>
    /// <returns>Names and tensors (<see cref="TorchTensor"/> or <see cref="NumpyArray"/>), and the texts beside them.</returns>
    public static (List<(string Name, object Array)> Arrays, Dictionary<string, string> Metadata) Find(string path, object? root, string? part)
    {
        var dictionary = root as PickleDictionary
            ?? throw new InputException(path, "a pickle that holds no dictionary", "named tensors", "save model.state_dict()");
        if (part is not null)
        {
            foreach (var key in part.Split('.'))
            {
                dictionary = dictionary.Get(key) as PickleDictionary
                    ?? throw new InputException(path, $"no dictionary '{part}'", Names(dictionary), "choose one of these as the part");
            }
        }

        var metadata = dictionary.Pairs.Where(pair => pair is { Key: string, Value: string }).ToDictionary(pair => (string)pair.Key!, pair => (string)pair.Value!, StringComparer.Ordinal);
        foreach (var (key, value) in (dictionary.Get(Meta) as PickleDictionary)?.Pairs ?? [])
        {
            if (key is string name && PickleBytes.Text(value, MaximumText) is string text)
            {
                metadata.TryAdd($"{Meta}.{name}", text);
            }
        }

        var state = Descend(path, dictionary, 0);
        var arrays = new List<(string, object)>();
        foreach (var (key, value) in state.Pairs)
        {
            if (value is TorchTensor or NumpyArray)
            {
                arrays.Add((key as string ?? throw new InputException(path, "a tensor whose name is no text", "named tensors", "save model.state_dict()"), value));
            }
        }

        return (arrays, metadata);
    }

    private static PickleDictionary Descend(string path, PickleDictionary dictionary, int depth)
    {
        var parts = depth < MaximumDepth
            ? dictionary.Pairs.Where(pair => pair.Key is string && pair.Value is PickleDictionary inner && HoldsTensors(inner, depth + 1)).ToArray()
            : [];
        foreach (var wrapper in Wrappers)
        {
            if (Array.Find(parts, pair => (string)pair.Key! == wrapper).Value is PickleDictionary inner)
            {
                return Descend(path, inner, depth + 1);
            }
        }

        if (HasTensors(dictionary))
        {
            return dictionary;
        }

        return parts.Length switch
        {
            1 => Descend(path, (PickleDictionary)parts[0].Value!, depth + 1),
            0 => throw new InputException(path, "no tensors", "named tensors", "save model.state_dict()"),
            _ => throw new InputException(path, $"several dictionaries of tensors ({string.Join(", ", parts.Take(8).Select(pair => pair.Key))})", "one", "choose one of these as the part"),
        };
    }

    private static bool HasTensors(PickleDictionary dictionary) => dictionary.Pairs.Any(pair => pair.Value is TorchTensor or NumpyArray);

    private static bool HoldsTensors(PickleDictionary dictionary, int depth) =>
        HasTensors(dictionary)
        || (depth < MaximumDepth && dictionary.Pairs.Any(pair => pair.Value is PickleDictionary inner && HoldsTensors(inner, depth + 1)));

    private static string Names(PickleDictionary dictionary)
    {
        var names = dictionary.Pairs.Where(pair => pair is { Key: string, Value: PickleDictionary }).Select(pair => (string)pair.Key!).Take(8).ToArray();
        return names.Length == 0 ? "none is there" : $"one of {string.Join(", ", names)}";
    }
}
