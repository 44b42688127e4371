using System.Globalization;
using System.Text;
using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Formats.Json;

/// <summary>
/// Walks through a JSON file of any size with a small buffer, and knows where it is: every error names the file and the
/// JSON path. After <see cref="NextProperty"/> or <see cref="NextElement"/> it stands on the value, which must then be
/// read, entered or skipped.
/// </summary>
internal ref struct JsonWalker
{
    private const int MaximumDepth = 64;

    private readonly Stream stream;
    private readonly string file;
    private readonly string root;
    private Frame[] frames;
    private Utf8JsonReader reader;
    private byte[] buffer;
    private int start;
    private int filled;
    private long passed;
    private bool atEnd;
    private int depth;

    public JsonWalker(Stream stream, string file)
    {
        this.stream = stream;
        this.file = file;
        root = "$";
        frames = new Frame[8];
        buffer = new byte[1 << 16];
        filled = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        atEnd = filled < buffer.Length;
        var skip = filled >= 3 && buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF ? 3 : 0;
        reader = new Utf8JsonReader(
            buffer.AsSpan(skip, filled - skip), atEnd, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaximumDepth }));
        start = skip;
        Advance();
    }

    /// <summary>Walks through a value that lies in memory as a whole.</summary>
    /// <param name="bytes">Holds the value.</param>
    /// <param name="start">Where it begins there.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="file">The file that it is of.</param>
    /// <param name="root">Its path in the file.</param>
    public JsonWalker(byte[] bytes, int start, int length, string file, string root)
    {
        stream = Stream.Null;
        this.file = file;
        this.root = root;
        frames = new Frame[4];
        buffer = bytes;
        (this.start, filled, atEnd) = (start, start + length, true);
        reader = new Utf8JsonReader(
            bytes.AsSpan(start, length), atEnd, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaximumDepth }));
        Advance();
    }

    /// <summary>The byte of the file at which the value that the walker stands on begins.</summary>
    public readonly long Begin => passed + start + reader.TokenStartIndex;

    /// <summary>The byte of the file behind what has been read.</summary>
    public readonly long End => passed + start + reader.BytesConsumed;

    /// <summary>Where the walker stands, like <c>$.annotations[3].area</c>.</summary>
    public readonly string Path
    {
        get
        {
            var path = new StringBuilder(root);
            foreach (var frame in frames.AsSpan(0, depth))
            {
                if (frame.Index >= 0)
                {
                    path.Append('[').Append(frame.Index).Append(']');
                }
                else if (frame.Length > 0)
                {
                    path.Append('.').Append(Encoding.UTF8.GetString(frame.Name, 0, frame.Length));
                }
            }

            return path.ToString();
        }
    }

    /// <summary>File and path together, as messages name the place.</summary>
    public readonly string Where => $"{file}: {Path}";

    /// <summary>Whether the value is an object.</summary>
    public readonly bool IsObject => reader.TokenType == JsonTokenType.StartObject;

    /// <summary>Whether the value is an array.</summary>
    public readonly bool IsArray => reader.TokenType == JsonTokenType.StartArray;

    /// <summary>Whether the value is a string.</summary>
    public readonly bool IsString => reader.TokenType == JsonTokenType.String;

    /// <summary>Whether the value is null.</summary>
    public readonly bool IsNull => reader.TokenType == JsonTokenType.Null;

    /// <summary>The name of the property that the walker stands on.</summary>
    public readonly ReadOnlySpan<byte> Name => frames[depth - 1].Name.AsSpan(0, frames[depth - 1].Length);

    /// <summary>The place in its array of the element that the walker stands on; negative where it is in none.</summary>
    public readonly int Index => depth > 0 ? frames[depth - 1].Index : -1;

    /// <summary>Where an element begins, for <see cref="LeaveTo"/>.</summary>
    public readonly (int Frames, int Depth) Mark => (depth, reader.CurrentDepth);

    /// <summary>Whether the JSON itself is broken, so that nothing more can be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Leaves the element that began at a mark, wherever in it the walker is.</summary>
    public void LeaveTo((int Frames, int Depth) mark)
    {
        while (reader.CurrentDepth > mark.Depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Advance();
        }

        depth = mark.Frames;
    }

    /// <summary>Enters the object that the walker stands on.</summary>
    public void EnterObject() => Enter(JsonTokenType.StartObject, Frame.InObject, "an object");

    /// <summary>Enters the array that the walker stands on.</summary>
    public void EnterArray() => Enter(JsonTokenType.StartArray, Frame.BeforeArray, "an array");

    /// <summary>Goes to the next property's value; false at the object's end, which is left then.</summary>
    public bool NextProperty()
    {
        Advance();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            depth--;
            return false;
        }

        frames[depth - 1].SetName(reader.ValueSpan);
        Advance();
        return true;
    }

    /// <summary>Goes to the next element; false at the array's end, which is left then.</summary>
    public bool NextElement()
    {
        frames[depth - 1].Next();
        Advance();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            depth--;
            return false;
        }

        return true;
    }

    /// <summary>Passes over the value, whatever it is.</summary>
    public void Skip()
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = reader.CurrentDepth;
            do
            {
                Advance();
            }
            while (reader.CurrentDepth > depth || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray));
        }
    }

    /// <summary>Checks that nothing follows the value just left.</summary>
    public void EndOfFile()
    {
        try
        {
            if (TryAdvance())
            {
                throw Bad("something after the end of the JSON value", "the end of the file");
            }
        }
        catch (JsonException cause)
        {
            throw Broken(cause);
        }
    }

    /// <summary>The value as a whole number; 3.0 counts as one.</summary>
    public readonly long Integer()
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var integer))
            {
                return integer;
            }

            if (reader.TryGetDouble(out var number) && Math.Floor(number) == number && Math.Abs(number) < 9e15)
            {
                return (long)number;
            }
        }

        throw Bad(Found(), "a whole number");
    }

    /// <summary>The value as a whole number within limits.</summary>
    public readonly int Integer(long low, long high)
    {
        var value = Integer();
        return value >= low && value <= high ? (int)value : throw Bad(
            value.ToString(CultureInfo.InvariantCulture), $"a whole number in {low}..{high}");
    }

    /// <summary>The value as a finite number.</summary>
    public readonly double Number() =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Bad(
            Found(), "a finite number");

    /// <summary>The value as text.</summary>
    public readonly string Text() => reader.TokenType == JsonTokenType.String ? Unescaped() : throw Bad(Found(), "a string");

    /// <summary>The value as a flag: true, false, 0 or 1.</summary>
    public readonly bool Flag() => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => Integer(0, 1) == 1,
    };

    /// <summary>An identifier that may be a number or text, as text.</summary>
    public readonly string Identifier() =>
        reader.TokenType == JsonTokenType.String ? Unescaped() : Integer().ToString(CultureInfo.InvariantCulture);

    /// <summary>The raw bytes of a string without escapes, valid until the walker moves; the unescaped copy otherwise.</summary>
    public readonly ReadOnlySpan<byte> TextBytes()
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Bad(Found(), "a string");
        }

        return reader.ValueIsEscaped ? Encoding.Latin1.GetBytes(Unescaped()) : reader.ValueSpan;
    }

    /// <summary>The error that the value is not what it should be.</summary>
    public readonly InputException Wrong(string expected) => Bad(Found(), expected);

    /// <summary>An error about the value that the walker stands on.</summary>
    public readonly InputException Bad(string found, string expected, string advice = "correct the file") =>
        new(Where, found, expected, advice);

    private readonly string Unescaped()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException cause)
        {
            throw Broken(cause);
        }
    }

    private readonly string Found() => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"the string \"{Shorten(Encoding.UTF8.GetString(reader.ValueSpan))}\"",
        JsonTokenType.Number => $"the number {Shorten(Encoding.ASCII.GetString(reader.ValueSpan))}",
        _ => reader.TokenType.ToString().ToLowerInvariant(),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private void Enter(JsonTokenType token, int index, string expected)
    {
        if (reader.TokenType != token)
        {
            throw Bad(Found(), expected);
        }

        if (depth == frames.Length)
        {
            Array.Resize(ref frames, 2 * depth);
        }

        (frames[depth++] ??= new Frame()).Open(index);
    }

    private void Advance()
    {
        try
        {
            if (!TryAdvance())
            {
                IsBroken = true;
                throw Bad("the end of the file", "more JSON", "write the file again; it is cut off");
            }
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            IsBroken = true;
            throw Broken(cause);
        }
    }

    private bool TryAdvance()
    {
        while (!reader.Read())
        {
            if (atEnd)
            {
                return false;
            }

            Refill();
        }

        return true;
    }

    private void Refill()
    {
        var used = start + (int)reader.BytesConsumed;
        var left = filled - used;
        if (left > buffer.Length / 2)
        {
            var larger = new byte[checked(buffer.Length * 2)];
            buffer.AsSpan(used, left).CopyTo(larger);
            buffer = larger;
        }
        else
        {
            buffer.AsSpan(used, left).CopyTo(buffer);
        }

        var read = stream.ReadAtLeast(buffer.AsSpan(left), buffer.Length - left, throwOnEndOfStream: false);
        filled = left + read;
        atEnd = filled < buffer.Length;
        (start, passed) = (0, passed + used);
        reader = new Utf8JsonReader(buffer.AsSpan(0, filled), atEnd, reader.CurrentState);
    }

    private readonly InputException Broken(Exception cause) => NotFinite() is { } word
        ? new(Where, word, "a finite number", "leave the entry out, or look for it in the model's output", cause)
        : new(Where, $"broken JSON ({cause.Message})", "well-formed JSON", "write the file again", cause);

    // Python and NumPy write what JSON has no word for.
    private readonly string? NotFinite()
    {
        var rest = buffer.AsSpan(0, filled)[(start + (int)reader.BytesConsumed)..].TrimStart(" \t\r\n,:[{"u8);
        foreach (var word in new[] { "NaN", "-NaN", "nan", "-nan", "Infinity", "-Infinity", "inf", "-inf" })
        {
            if (rest.Length >= word.Length && Ascii.Equals(rest[..word.Length], word))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>An object or array that was entered; used again for the next one at its depth.</summary>
    private sealed class Frame
    {
        public const int InObject = -1;
        public const int BeforeArray = -2;

        public byte[] Name { get; private set; } = new byte[32];

        public int Length { get; private set; }

        /// <summary>The element of an array that the walker stands on, or one of the constants.</summary>
        public int Index { get; private set; }

        public void Open(int index) => (Index, Length) = (index, 0);

        public void Next() => Index = Index == BeforeArray ? 0 : Index + 1;

        public void SetName(ReadOnlySpan<byte> name)
        {
            if (name.Length > Name.Length)
            {
                Name = new byte[name.Length];
            }

            name.CopyTo(Name);
            Length = name.Length;
        }
    }
}
