using System.Text;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>A name that a pickle refers to, such as <c>torch.FloatStorage</c>; only a name, never something to run.</summary>
internal sealed record PickleGlobal(string FullName);

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

/// <summary>An object of an allowed class that carries nothing Panoptes needs (a namespace of options, a numpy number).</summary>
internal sealed class InertObject
{
    public PickleDictionary Attributes { get; } = new();
}
