namespace Panoptes.Tensors.Generators;

/// <summary>
/// Reads one dispatcher schema, as <c>native_functions.yaml</c> writes them:
/// <c>aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, …) -> Tensor</c>. In front may stand the first
/// libtorch that has the operator: <c>since 2.0: aten::scaled_dot_product_attention(…)</c>.
/// </summary>
internal sealed class SchemaParser
{
    private readonly string _text;
    private readonly int _line;
    private int _at;

    private SchemaParser(string text, int line)
    {
        _text = text;
        _line = line;
    }

    /// <summary>Parses a line (0-based number <paramref name="line"/>); exactly one of the results is null.</summary>
    public static (OperatorSchema? Schema, SchemaError? Error) Parse(string text, int line)
    {
        var parser = new SchemaParser(text, line);
        try
        {
            return (parser.ReadSchema(), null);
        }
        catch (FormatException e)
        {
            return (null, new SchemaError(line, Math.Min(parser._at, text.Length), e.Message));
        }
    }

    private OperatorSchema ReadSchema()
    {
        var since = TryTake("since ") ? ReadVersion() : "";
        SkipSpace();
        var start = _at;
        var space = ReadName("the namespace of an operator (as in aten::add)");
        Expect("::");
        var name = ReadName("the name of an operator");
        var overload = TryTake(".") ? ReadName("the name of an overload") : "";
        Expect("(");
        var arguments = ReadArguments();
        Expect("->");
        var results = ReadResults();
        SkipSpace();
        if (_at < _text.Length)
        {
            throw new FormatException($"unexpected '{_text.Substring(_at)}' after the schema");
        }

        return new OperatorSchema(_text.Substring(start).Trim(), since, $"{space}::{name}", overload, arguments, results, _line);
    }

    private string ReadVersion()
    {
        var major = ReadName("a version of libtorch (as in since 2.0:)");
        Expect(".");
        var minor = ReadName("a version of libtorch (as in since 2.0:)");
        Expect(":");
        return $"{major}.{minor}";
    }

    private SchemaArgument[] ReadArguments()
    {
        var arguments = new List<SchemaArgument>();
        if (TryTake(")"))
        {
            return [];
        }

        do
        {
            if (TryTake("*"))
            {
                continue;
            }

            var type = ReadType();
            var name = ReadName("the name of an argument");
            arguments.Add(new SchemaArgument(type, name, TryTake("=") ? ReadDefault() : null));
        }
        while (TryTake(","));
        Expect(")");
        return [.. arguments];
    }

    private SchemaResult[] ReadResults()
    {
        if (!TryTake("("))
        {
            return [new SchemaResult(ReadType(), "")];
        }

        var results = new List<SchemaResult>();
        if (TryTake(")"))
        {
            return [];
        }

        do
        {
            var type = ReadType();
            SkipSpace();
            var name = _at < _text.Length && IsNameCharacter(_text[_at]) ? ReadName("a result's name") : "";
            results.Add(new SchemaResult(type, name));
        }
        while (TryTake(","));
        Expect(")");
        return [.. results];
    }

    private SchemaType ReadType()
    {
        SkipSpace();
        var start = _at;
        var word = ReadName("a type");
        var kind = word switch
        {
            "Tensor" => SchemaKind.Tensor,
            "int" or "SymInt" => SchemaKind.Int,
            "float" => SchemaKind.Float,
            "bool" => SchemaKind.Bool,
            "Scalar" or "number" => SchemaKind.Scalar,
            "str" => SchemaKind.String,
            "ScalarType" => SchemaKind.DType,
            "Layout" => SchemaKind.Layout,
            "Device" => SchemaKind.Device,
            "MemoryFormat" => SchemaKind.MemoryFormat,
            "Generator" => SchemaKind.Generator,
            _ => throw FailAt(start, $"the type '{word}' is not supported; supported are Tensor, int, SymInt, float, bool, Scalar, str, "
                + "ScalarType, Layout, Device, MemoryFormat, Generator"),
        };
        var isWritten = TryAlias();
        var question = TryTake("?");
        if (!TryTake("["))
        {
            return new SchemaType(kind, false, false, 0, question, isWritten);
        }

        var size = 0;
        SkipSpace();
        if (!TryTake("]"))
        {
            var digits = ReadName("the size of a list");
            if (!int.TryParse(digits, out size))
            {
                throw new FormatException($"'{digits}' is no size of a list");
            }

            Expect("]");
        }

        isWritten |= TryAlias();
        return new SchemaType(kind, question, true, size, TryTake("?"), isWritten);
    }

    /// <summary>Skips <c>(a)</c>, <c>(a!)</c>, <c>(a -> *)</c>; true where the alias is written to.</summary>
    private bool TryAlias()
    {
        if (_at >= _text.Length || _text[_at] != '(')
        {
            return false;
        }

        var end = _text.IndexOf(')', _at);
        if (end < 0)
        {
            throw new FormatException("an alias annotation is not closed");
        }

        var written = _text.IndexOf('!', _at, end - _at) >= 0;
        _at = end + 1;
        return written;
    }

    private string ReadDefault()
    {
        SkipSpace();
        var start = _at;
        var depth = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (depth == 0 && c is ',' or ')')
            {
                break;
            }

            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            _at++;
        }

        var value = _text.Substring(start, _at - start).Trim();
        return value.Length > 0 ? value : throw new FormatException("a default is missing after '='");
    }

    private string ReadName(string what)
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && IsNameCharacter(_text[_at]))
        {
            _at++;
        }

        return _at > start ? _text.Substring(start, _at - start) : throw new FormatException($"expected {what}");
    }

    private FormatException FailAt(int position, string message)
    {
        _at = position;
        return new FormatException(message);
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"expected '{token}'");
        }
    }

    private bool TryTake(string token)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _at, token, 0, token.Length) != 0)
        {
            return false;
        }

        _at += token.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
