namespace Panoptes.Tensors.Recording;

/// <summary>What a dispatcher schema says of the arguments.</summary>
/// <param name="Operator">Name with overload.</param>
/// <param name="Names">The arguments' names.</param>
/// <param name="Written">Which of them are written to.</param>
internal sealed record CallSchema(string Operator, IReadOnlyList<string> Names, IReadOnlyList<bool> Written)
{
    /// <summary>Reads <c>name.overload(Type name=default, ...) -> ...</c>.</summary>
    public static CallSchema Parse(string text)
    {
        var open = text.IndexOf('(');
        var (names, written) = (new List<string>(), new List<bool>());
        foreach (var argument in Split(text, open + 1))
        {
            if (argument is "" or "*")
            {
                continue;
            }

            var bare = argument.Split('=')[0].TrimEnd();
            names.Add(bare[(bare.LastIndexOf(' ') + 1)..]);
            written.Add(bare.Contains('!'));
        }

        return new CallSchema(text[..open], names, written);
    }

    // At the commas outside of parentheses and brackets, up to the closing parenthesis.
    private static IEnumerable<string> Split(string text, int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            var isEnd = depth == 0 && text[at] == ')';
            if (isEnd || (depth == 0 && text[at] == ','))
            {
                yield return text[start..at].Trim();
                start = at + 1;
            }

            if (isEnd)
            {
                yield break;
            }

            depth += text[at] is '(' or '[' ? 1 : text[at] is ')' or ']' ? -1 : 0;
        }
    }
}
