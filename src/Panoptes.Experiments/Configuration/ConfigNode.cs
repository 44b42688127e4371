namespace Panoptes.Experiments.Configuration;

/// <summary>One node of a configuration before it is bound to a type; every node knows where it was written.</summary>
/// <param name="At">Where the value stands.</param>
public abstract record ConfigNode(SourcePosition At)
{
    /// <summary>What the node is, for error texts: <c>a list</c>, <c>text 'abc'</c>.</summary>
    public abstract string Description { get; }
}

/// <summary>A single value as text.</summary>
/// <param name="Text">The text without quotes, environment variables not yet expanded.</param>
/// <param name="Quoted">True where it was written in quotes, so that it is text whatever it looks like.</param>
/// <param name="At">Where the value stands.</param>
public sealed record ScalarNode(string Text, bool Quoted, SourcePosition At) : ConfigNode(At)
{
    /// <summary>True for an unquoted <c>null</c>, <c>~</c> or nothing at all.</summary>
    public bool IsNull => !Quoted && Text is "" or "null" or "~";

    /// <inheritdoc/>
    public override string Description => IsNull ? "nothing (null)" : Quoted ? $"text \"{Text}\"" : $"'{Text}'";
}

/// <summary>A list of values.</summary>
/// <param name="Items">The values in order.</param>
/// <param name="At">Where the list begins.</param>
public sealed record ListNode(IReadOnlyList<ConfigNode> Items, SourcePosition At) : ConfigNode(At)
{
    /// <inheritdoc/>
    public override string Description => $"a list of {Items.Count}";
}

/// <summary>Named values.</summary>
/// <param name="Entries">The values in order; keys are unique.</param>
/// <param name="At">Where the mapping begins.</param>
public sealed record MapNode(IReadOnlyList<MapEntry> Entries, SourcePosition At) : ConfigNode(At)
{
    /// <inheritdoc/>
    public override string Description => $"a mapping with {Entries.Count} keys";

    /// <summary>The entry of a key, or null.</summary>
    public MapEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The two mappings laid over each other: mappings merge key by key, everything else is replaced.</summary>
    /// <param name="over">What wins.</param>
    public MapNode Overlay(MapNode over)
    {
        var entries = Entries.ToList();
        foreach (var entry in over.Entries)
        {
            var index = entries.FindIndex(known => known.Key == entry.Key);
            if (index < 0)
            {
                entries.Add(entry);
            }
            else
            {
                var merged = (entries[index].Value, entry.Value) is (MapNode below, MapNode above) ? below.Overlay(above) : entry.Value;
                entries[index] = entry with { Value = merged };
            }
        }

        return new MapNode(entries, over.At);
    }
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="KeyAt">Where the key stands.</param>
/// <param name="Value">Its value.</param>
public sealed record MapEntry(string Key, SourcePosition KeyAt, ConfigNode Value);
