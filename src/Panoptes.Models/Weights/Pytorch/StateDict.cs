using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>The dictionary of named tensors that was found in what a checkpoint's pickle holds.</summary>
/// <param name="Arrays">Names and tensors (<see cref="TorchTensor"/> or <see cref="NumpyArray"/>).</param>
/// <param name="Metadata">Texts beside them.</param>
/// <param name="Notes">Which part of the checkpoint it is, and what was left unread.</param>
internal sealed record StateDict(List<(string Name, object Array)> Arrays, Dictionary<string, string> Metadata, IReadOnlyList<string> Notes)
{
    // mmcv's and mmengine's checkpoints say here how they were trained.
    private const string Meta = "meta";
    private const int MaximumText = 1 << 20;
    private const int Examples = 8;

    /// <summary>Finds the named tensors of a checkpoint.</summary>
    /// <param name="path">The file, for error texts.</param>
    /// <param name="reader">What has read the pickle.</param>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="part">The dictionary to take ("teacher", "state.model"), or the first part of its tensors' names; null finds
    /// it.</param>
    /// <exception cref="InputException">There are none, several, or one that cannot be read.</exception>
    public static StateDict Find(string path, PickleReader reader, object? root, string? part)
    {
        var dictionary = root switch
        {
            PickleDictionary found => found,
            ForeignObject whole => throw new InputException(
                path, $"a pickled object of the class {whole.Name}", "named tensors", "save model.state_dict(), not the object"),
            _ => throw new InputException(path, "a pickle that holds no dictionary", "named tensors", "save model.state_dict()"),
        };
        var choice = PartChoice.Make(path, dictionary, part);
        var arrays = new List<(string, object)>();
        var hasTorch = choice.Tensors.Pairs.Any(pair => pair.Value is TorchTensor);
        foreach (var (key, value) in choice.Tensors.Pairs)
        {
            var name = PickleBytes.Text(key);
            if (value is ForeignObject foreign && foreign.DependsOnTensors())
            {
                throw new InputException(
                    path, $"the tensor {name} made by {foreign.Name}", "tensors as torch.save writes plain ones",
                    "save it as a plain tensor: tensor.dequantize() or tensor.as_subclass(torch.Tensor)");
            }

            if (value is NumpyArray { UnreadableType: string type })
            {
                if (!hasTorch)
                {
                    throw new InputException(
                        path, $"the array {name} of numpy's type {type}", "floating-point, signed integer, byte or Boolean numbers",
                        "convert it before saving");
                }
            }
            else if (value is TorchTensor or NumpyArray)
            {
                name = name ?? throw new InputException(path, "a tensor whose name is no text", "named tensors", "save model.state_dict()");
                if (name.StartsWith(choice.Prefix, StringComparison.Ordinal))
                {
                    arrays.Add((name[choice.Prefix.Length..], value));
                }
            }
        }

        return new StateDict(arrays, Texts(choice.Start), [.. Said(choice, reader)]);
    }

    private static Dictionary<string, string> Texts(PickleDictionary dictionary)
    {
        var metadata = dictionary.Pairs.Where(pair => pair is { Key: string, Value: string })
            .ToDictionary(pair => (string)pair.Key!, pair => (string)pair.Value!, StringComparer.Ordinal);
        foreach (var (key, value) in (dictionary.Get(Meta) as PickleDictionary)?.Pairs ?? [])
        {
            if (key is string name && PickleBytes.Text(value, MaximumText) is string text)
            {
                metadata.TryAdd($"{Meta}.{name}", text);
            }
        }

        return metadata;
    }

    private static IEnumerable<string> Said(PartChoice choice, PickleReader reader)
    {
        if (choice.Taken.Length > 0)
        {
            var others =
                choice.Others.Count == 0 ? "" : $"; the file also has {string.Join(", ", choice.Others.Select(other => $"'{other}'"))}: "
                    + "choose with --part NAME or model.weights_part=NAME";
            yield return $"the part '{choice.Taken}' was taken{others}";
        }
        else if (choice.Others.Count > 0)
        {
            yield return $"the tensors at the top of the file were taken; it also has "
                + $"{string.Join(", ", choice.Others.Select(other => $"'{other}'"))}: choose with --part NAME or model.weights_part=NAME";
        }

        var unread = reader.Foreign.Where(name => !choice.Classes.Contains(name)).ToArray();
        if (unread.Length > 0)
        {
            var more = unread.Length > Examples ? $" and {unread.Length - Examples} more" : "";
            yield return $"left unread, as they are no tensors: {string.Join(", ", unread.Take(Examples))}{more}; nothing of them was run";
        }
    }
}
