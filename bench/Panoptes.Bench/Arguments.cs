namespace Panoptes.Bench;

/// <summary>A measurement's name, its subject and its <c>--name value</c> options, as the peers in bench/peers take them.</summary>
internal sealed class Arguments(string[] words)
{
    /// <summary>The first word: which measurement.</summary>
    public string Verb => words.Length > 0 ? words[0] : "";

    /// <summary>The second word, where it is no option: what is measured.</summary>
    public string Subject => words.Length > 1 && !words[1].StartsWith("--", StringComparison.Ordinal) ? words[1] : "";

    /// <summary>Whether a switch is there.</summary>
    public bool Has(string name) => words.Contains(name);

    /// <summary>The value behind an option, or its default.</summary>
    public string Text(string name, string otherwise)
    {
        var at = Array.IndexOf(words, name);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : otherwise;
    }

    /// <summary>The whole number behind an option, or its default.</summary>
    public int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString()));

    /// <summary>A size written as height x width, as 256x512.</summary>
    public (int Height, int Width) Size(string name, string otherwise)
    {
        var parts = Text(name, otherwise).Split('x');
        return (int.Parse(parts[0]), int.Parse(parts[1]));
    }
}
