namespace Panoptes.Metrics.Exchange;

/// <summary>
/// How what was counted goes from one process to another: whole numbers of 7 bits a byte, as most are small, and doubles by their bits, so
/// that nothing is rounded. What is read is checked against what is expected, and memory grows with the bytes that are there, whatever
/// they say.
/// </summary>
public static class ExchangedNumbers
{
    private const int Trusted = 1024;

    /// <summary>Writes whole numbers, how many first.</summary>
    public static void WriteNumbers(this BinaryWriter writer, ReadOnlySpan<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt(numbers.Length);
        foreach (var number in numbers)
        {
            writer.Write7BitEncodedInt64(number);
        }
    }

    /// <summary>Reads what <see cref="WriteNumbers"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="into">Takes them all.</param>
    /// <exception cref="InvalidDataException">There are more of them, or fewer.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static void ReadNumbers(this BinaryReader reader, Span<long> into)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var count = reader.Read7BitEncodedInt();
        if (count != into.Length)
        {
            throw new InvalidDataException($"{count} numbers where {into.Length} are counted");
        }

        foreach (ref var number in into)
        {
            number = reader.Read7BitEncodedInt64();
        }
    }

    /// <summary>Writes a list, how many first.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="items">The list.</param>
    /// <param name="write">Writes one of them.</param>
    public static void WriteEach<T>(this BinaryWriter writer, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        writer.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
        {
            write(writer, item);
        }
    }

    /// <summary>Reads what <see cref="WriteEach"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="read">Reads one of them.</param>
    /// <exception cref="InvalidDataException">It is no list.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static IReadOnlyList<T> ReadEach<T>(this BinaryReader reader, Func<BinaryReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        var count = reader.ReadBelow(int.MaxValue, "items");
        var items = new List<T>(Math.Min(count, Trusted));
        for (var i = 0; i < count; i++)
        {
            items.Add(read(reader));
        }

        return items;
    }

    /// <summary>Reads a number of 7 bits a byte that has a limit.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="limit">It is 0 or above, and below this.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static int ReadBelow(this BinaryReader reader, int limit, string what)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var number = reader.Read7BitEncodedInt();
        return number >= 0 && number < limit ? number : throw new InvalidDataException($"{what} {number}, not 0..{limit - 1}");
    }
}
