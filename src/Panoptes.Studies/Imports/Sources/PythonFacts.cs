using System.Text;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>
/// Takes the literal assignments out of a Python configuration: names, <c>dict(...)</c>, braces, lists, tuples, texts, numbers. Nothing is
/// executed: expressions, calls and imports are passed over, and what they would set is not known.
/// </summary>
internal sealed class PythonFacts
{
    private const int Deepest = 48;
    private const int MostFacts = 20_000;
    private const int MostStatements = 5_000;
    private const int LongestValue = 4096;
    private readonly string text;
    private readonly Dictionary<string, string> facts = [];
    private int at;

    private PythonFacts(string text) => this.text = text;

    /// <summary>The facts of a configuration.</summary>
    public static ConfigFacts Of(string text)
    {
        var reader = new PythonFacts(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        reader.Statements();
        return new ConfigFacts(reader.facts);
    }

    private bool AtEnd => at >= text.Length;

    private char Here => AtEnd ? '\0' : text[at];

    private void Statements()
    {
        for (var statements = 0; !AtEnd && facts.Count < MostFacts && statements < MostStatements; statements++)
        {
            var name = Name();
            Spaces();
            if (name.Length > 0 && Here == '=' && (at + 1 >= text.Length || text[at + 1] != '='))
            {
                at++;
                Forget(name);
                Value(name, 0);
            }

            // To the next line that begins a statement: not inside brackets.
            Raw("\n");
            Step();
        }
    }

    // Reads a value and leaves the place behind it.
    private void Value(string path, int depth)
    {
        Blank(depth > 0);
        var (start, count) = (at, facts.Count);
        var known = depth < Deepest && facts.Count < MostFacts && path.Length < LongestValue && Literal(path, depth);
        Blank(depth > 0);
        if (!known || !(AtEnd || Here is '\n' or ',' or ')' or ']' or '}' or '#'))
        {
            // Something is done with the value: it is not what was read.
            if (facts.Count > count)
            {
                Forget(path);
            }

            at = start;
            var raw = Raw(depth > 0 ? ",)]}" : "\n").Trim();
            Reference(path, raw);
        }
    }

    private bool Literal(string path, int depth)
    {
        if (Here is '[' or '(')
        {
            return Items(path, depth, Here == '[' ? ']' : ')');
        }

        if (Here == '{')
        {
            return Mapping(path, depth);
        }

        if (Here is '\'' or '"')
        {
            return Texts(path);
        }

        var token = Token();
        if (token == "dict" && Here == '(')
        {
            return Arguments(path, depth);
        }

        if (token is ['r' or 'b' or 'R' or 'B' or 'u' or 'U'] && Here is '\'' or '"')
        {
            return Texts(path);
        }

        if (token.Length > 0 && (char.IsAsciiDigit(token[0]) || token[0] is '-' or '.' || token is "True" or "False" or "None"))
        {
            facts[path] = token;
            return true;
        }

        return false;
    }

    private bool Items(string path, int depth, char end)
    {
        at++;
        for (var place = 0; ; place++)
        {
            Blank(true);
            if (AtEnd || Here == end)
            {
                Step();
                return true;
            }

            Value($"{path}[{place}]", depth + 1);
            Blank(true);
            if (Here == ',')
            {
                at++;
            }
            else if (Here != end)
            {
                return false;
            }
        }
    }

    private bool Arguments(string path, int depth)
    {
        at++;
        while (true)
        {
            Blank(true);
            if (AtEnd || Here == ')')
            {
                Step();
                return true;
            }

            var name = Name();
            Blank(true);
            if (name.Length == 0 || Here != '=')
            {
                return false;
            }

            at++;
            Value($"{path}.{name}", depth + 1);
            Blank(true);
            if (Here == ',')
            {
                at++;
            }
            else if (Here != ')')
            {
                return false;
            }
        }
    }

    private bool Mapping(string path, int depth)
    {
        at++;
        while (true)
        {
            Blank(true);
            if (AtEnd || Here == '}')
            {
                Step();
                return true;
            }

            var key = Here is '\'' or '"' ? TextHere() : Token();
            Blank(true);
            if (key is null or "" || Here != ':')
            {
                return false;
            }

            at++;
            Value($"{path}.{key}", depth + 1);
            Blank(true);
            if (Here == ',')
            {
                at++;
            }
            else if (Here != '}')
            {
                return false;
            }
        }
    }

    // Texts side by side are one.
    private bool Texts(string path)
    {
        var whole = new StringBuilder();
        while (Here is '\'' or '"')
        {
            if (TextHere() is not { } part)
            {
                return false;
            }

            whole.Append(part);
            Spaces();
        }

        facts[path] = whole.Length > LongestValue ? whole.ToString(0, LongestValue) : whole.ToString();
        return true;
    }

    private string? TextHere()
    {
        var quote = Here;
        var triple = string.CompareOrdinal(text, at, new string(quote, 3), 0, 3) == 0;
        at += triple ? 3 : 1;
        var value = new StringBuilder();
        while (!AtEnd)
        {
            if (Here == quote && (!triple || string.CompareOrdinal(text, at, new string(quote, 3), 0, 3) == 0))
            {
                at += triple ? 3 : 1;
                return value.ToString();
            }

            if (Here == '\n' && !triple)
            {
                return null;
            }

            if (Here == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at++]);
        }

        return null;
    }

    // A name that an earlier statement set stands for what that set.
    private void Reference(string path, string raw)
    {
        if (raw.Length is 0 or > 100 || !raw.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            return;
        }

        foreach (var (key, value) in facts.Where(fact => IsBelow(fact.Key, raw)).Take(MostFacts - facts.Count).ToList())
        {
            facts[path + key[raw.Length..]] = value;
        }
    }

    private void Forget(string path)
    {
        foreach (var key in facts.Keys.Where(key => IsBelow(key, path)).ToList())
        {
            facts.Remove(key);
        }
    }

    private static bool IsBelow(string key, string path) =>
        key.StartsWith(path, StringComparison.Ordinal) && (key.Length == path.Length || key[path.Length] is '.' or '[');

    private void Step() => at = Math.Min(at + 1, text.Length);

    private string Name()
    {
        var start = at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Here) || Here == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    private string Token()
    {
        var start = at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Here) || Here is '_' or '.' or '-' or '+'))
        {
            at++;
        }

        return text[start..at];
    }

    private void Spaces()
    {
        while (Here is ' ' or '\t')
        {
            at++;
        }
    }

    // Spaces and comments, and inside brackets line ends.
    private void Blank(bool inside)
    {
        while (!AtEnd)
        {
            if (Here is ' ' or '\t' || (inside && Here == '\n'))
            {
                at++;
            }
            else if (Here == '#' && inside)
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            }
            else
            {
                return;
            }
        }
    }

    // Up to one of these outside of brackets and texts.
    private string Raw(string ends)
    {
        var start = at;
        var open = 0;
        while (!AtEnd && (open > 0 || !ends.Contains(Here, StringComparison.Ordinal)))
        {
            if (Here is '\'' or '"')
            {
                var before = at;
                if (TextHere() is null && at == before)
                {
                    at++;
                }

                continue;
            }

            if (Here == '#')
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
                continue;
            }

            open += Here is '(' or '[' or '{' ? 1 : Here is ')' or ']' or '}' && open > 0 ? -1 : 0;
            at++;
        }

        return text[start..at];
    }
}
