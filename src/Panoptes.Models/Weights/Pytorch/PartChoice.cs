using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>
/// Which of a checkpoint's dictionaries holds the weights: the one that was asked for, or the one that training code usually means.
/// </summary>
internal sealed class PartChoice
{
    private const int MaximumDepth = 4;
    private const int Shown = 8;

    // Under these names training code nests its weights; where several are there, the first of them is meant.
    private static readonly string[] Wrappers =
        [
            "state_dict", "model", "model_state_dict", "model_state", "teacher", "student", "module", "net", "network", "ema", "params_ema",
            "params", "weights", "blobs",
        ];

    private readonly string path;
    private readonly List<string> trail = [];
    private readonly List<string> others = [];

    private PartChoice(string path, PickleDictionary start, string taken)
    {
        (this.path, Start, Tensors) = (path, start, start);
        if (taken.Length > 0)
        {
            trail.Add(taken);
        }
    }

    /// <summary>Where the search began: the file's root, or the part that was asked for.</summary>
    public PickleDictionary Start { get; }

    /// <summary>The dictionary of named tensors.</summary>
    public PickleDictionary Tensors { get; private set; }

    /// <summary>What all names that are wanted begin with, up to the dot; it is taken off.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>The keys that lead to it, joined by dots; empty at the root.</summary>
    public string Taken => string.Join('.', trail.Concat(Prefix.Length > 0 ? [Prefix[..^1]] : Array.Empty<string>()));

    /// <summary>Other dictionaries beside it that hold tensors of the same names, such as averaged weights.</summary>
    public IReadOnlyList<string> Others => others;

    /// <summary>Classes of the dictionaries that lead to it: these were read, not passed over.</summary>
    public HashSet<string> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>Chooses.</summary>
    /// <exception cref="InputException">There is no such part, no dictionary of tensors, or several and none of a usual name.</exception>
    public static PartChoice Make(string path, PickleDictionary root, string? part)
    {
        var (start, keys) = (root, part?.Split('.') ?? []);
        for (var k = 0; k < keys.Length; k++)
        {
            if (start.Get(keys[k]) is PickleDictionary inner)
            {
                start = inner;
                continue;
            }

            return ByPrefix(path, start, string.Join('.', keys[..k]), string.Join('.', keys[k..]) + ".")
                ?? throw new InputException(path, $"no dictionary '{part}'", Names(start), "choose one of these as the part");
        }

        var choice = new PartChoice(path, start, part ?? "");
        choice.Descend(start, 0);
        return choice;
    }

    /// <summary>Weights of several networks in one dictionary: <c>student.backbone...</c> and <c>teacher.backbone...</c>.</summary>
    private static PartChoice? ByPrefix(string path, PickleDictionary start, string taken, string prefix)
    {
        var choice = new PartChoice(path, start, taken) { Prefix = prefix };
        try
        {
            choice.Descend(start, 0);
        }
        catch (InputException)
        {
            return null;
        }

        choice.others.Clear();
        return choice.Tensors.Pairs.Any(pair => IsTensor(pair.Value) && PickleBytes.Text(pair.Key) is string name
            && name.StartsWith(prefix, StringComparison.Ordinal)) ? choice : null;
    }

    private void Descend(PickleDictionary dictionary, int depth)
    {
        Tensors = dictionary;
        if (dictionary.Class is string type)
        {
            Classes.Add(type);
        }

        var parts = depth < MaximumDepth
            ? dictionary.Pairs.Where(
                pair => pair.Key is string && pair.Value is PickleDictionary inner && HoldsTensors(inner, depth + 1)).ToArray()
            : [];
        var key = Wrappers.FirstOrDefault(wrapper => parts.Any(pair => (string)pair.Key! == wrapper));
        if (key is null && HasTensors(dictionary))
        {
            AddOthers(parts, null, dictionary);
            return;
        }

        key ??= parts.Length switch
        {
            1 => (string)parts[0].Key!,
            0 => throw NoTensors(dictionary),
            _ => throw new InputException(
                path, $"several dictionaries of tensors ({string.Join(", ", parts.Take(Shown).Select(pair => pair.Key))})", "one",
                "choose one of these as the part"),
        };
        var chosen = (PickleDictionary)parts.First(pair => (string)pair.Key! == key).Value!;
        var level = trail.Count;
        trail.Add(key);
        Descend(chosen, depth + 1);
        AddOthers(parts, key, Tensors, string.Concat(trail.Take(level).Select(step => step + ".")));
    }

    // What has the same names is the same network: averaged weights, the other of teacher and student. An optimizer's state is not.
    private void AddOthers(KeyValuePair<object?, object?>[] parts, string? chosen, PickleDictionary taken, string before = "")
    {
        var names = TensorNames(taken).Select(Ending).ToHashSet(StringComparer.Ordinal);
        others.AddRange(parts.Where(pair => (string)pair.Key! != chosen && Deeper((PickleDictionary)pair.Value!, 0)
            .Any(name => names.Contains(Ending(name)))).Select(pair => before + (string)pair.Key!));
    }

    private static IEnumerable<string> Deeper(PickleDictionary dictionary, int depth) => TensorNames(dictionary).Concat(
        depth < MaximumDepth && !HasTensors(dictionary) ? dictionary.Pairs.Select(pair => pair.Value).OfType<PickleDictionary>().Take(Shown)
            .SelectMany(inner => Deeper(inner, depth + 1)) : []);

    private static IEnumerable<string> TensorNames(PickleDictionary dictionary) =>
        dictionary.Pairs.Where(pair => pair.Key is string && IsTensor(pair.Value)).Select(pair => (string)pair.Key!);

    // The last two parts of a name: what stays when a wrapper puts something before it.
    private static string Ending(string name)
    {
        var last = name.LastIndexOf('.');
        return last <= 0 ? name : name[(name.LastIndexOf('.', last - 1) + 1)..];
    }

    private static bool IsTensor(object? value) => value is TorchTensor or NumpyArray { UnreadableType: null };

    private static bool HasTensors(PickleDictionary dictionary) => dictionary.Pairs.Any(pair => IsTensor(pair.Value));

    private static bool HoldsTensors(PickleDictionary dictionary, int depth) =>
        HasTensors(dictionary)
        || (depth < MaximumDepth && dictionary.Pairs.Any(pair => pair.Value is PickleDictionary inner && HoldsTensors(inner, depth + 1)));

    private InputException NoTensors(PickleDictionary dictionary)
    {
        var hidden = dictionary.Pairs.Select(pair => pair.Value).OfType<ForeignObject>()
            .FirstOrDefault(foreign => foreign.DependsOnTensors());
        return hidden is null
            ? new InputException(path, "no tensors", "named tensors", "save model.state_dict()")
            : new InputException(
                path, $"tensors inside an object of the class {hidden.Name}, which is not read", "named tensors", "save its state_dict()");
    }

    private static string Names(PickleDictionary dictionary)
    {
        var names = dictionary.Pairs.Where(pair => pair is { Key: string, Value: PickleDictionary }).Select(pair => (string)pair.Key!)
            .Take(Shown).ToArray();
        return names.Length == 0 ? "none is there" : $"one of {string.Join(", ", names)}";
    }
}
