using System.Text;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>A name that a pickle refers to, such as <c>torch.FloatStorage</c>; only a name, never something to run.</summary>
/// <param name="FullName">Module and name.</param>
/// <param name="IsKnown">Whether Panoptes knows what it stands for (<see cref="AllowedGlobals"/>).</param>
internal sealed record PickleGlobal(string FullName, bool IsKnown);

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A Python list or set.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A Python dictionary, in its order; a text key that comes again replaces the first.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The class of a dictionary that is more than a plain one, such as <c>collections.defaultdict</c>; else null.</summary>
    public string? Class { get; init; }

    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<object?, object?>> pairs = [];

    public IReadOnlyList<KeyValuePair<object?, object?>> Pairs => pairs;

    public void Set(object? key, object? value)
    {
        if (PickleBytes.Text(key) is not string text)
        {
            pairs.Add(new(key, value));
        }
        else if (texts.TryGetValue(text, out var at))
        {
            pairs[at] = new(text, value);
        }
        else
        {
            texts.Add(text, pairs.Count);
            pairs.Add(new(text, value));
        }
    }

    public object? Get(string key) => texts.TryGetValue(key, out var at) ? pairs[at].Value : null;
}

/// <summary>Python bytes, or text too long to be a name, left in the file until it is needed.</summary>
/// <param name="Source">The bytes.</param>
/// <param name="IsText">Whether the bytes are UTF-8 text, so that Latin-1 has yet to be taken from them.</param>
internal sealed record PickleBytes(IByteSource Source, bool IsText)
{
    /// <summary>The text of a key: a string, or short bytes as Python 2 wrote its strings; else null.</summary>
    public static string? Text(object? value, int longest = 4096)
    {
        if (value is PickleBytes bytes && bytes.Source.Length <= longest)
        {
            var content = new byte[bytes.Source.Length];
            bytes.Source.Read(0, content);
            return bytes.IsText ? Encoding.UTF8.GetString(content) : Encoding.Latin1.GetString(content);
        }

        return value as string;
    }
}

/// <summary>A value of an allowed kind that carries nothing Panoptes needs (a device, a numpy number).</summary>
internal sealed class InertObject;

/// <summary>
/// An object of a class that Panoptes does not know, or a tensor of a kind it cannot read: its name and what it was made of, kept as data.
/// Nothing of it is ever run.
/// </summary>
/// <param name="name">Its class or function, such as <c>pathlib.PosixPath</c>.</param>
internal sealed class ForeignObject(string name)
{
    /// <summary>Its class or function.</summary>
    public string Name => name;

    /// <summary>Arguments, state and items, unread.</summary>
    public List<object?> Contents { get; } = [];

    /// <summary>Whether tensors or arrays are among what it was made of, however deep.</summary>
    public bool DependsOnTensors()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object?>(Contents);
        while (waiting.TryPop(out var next))
        {
            if (next is TorchTensor or TorchStorage or NumpyArray)
            {
                return true;
            }

            if (next is null || !seen.Add(next))
            {
                continue;
            }

            IEnumerable<object?> inner = next switch
            {
                PickleTuple tuple => tuple.Items,
                PickleList list => list.Items,
                PickleDictionary dictionary => dictionary.Pairs.Select(pair => pair.Value),
                ForeignObject other => other.Contents,
                _ => [],
            };
            foreach (var item in inner)
            {
                waiting.Push(item);
            }
        }

        return false;
    }
}
