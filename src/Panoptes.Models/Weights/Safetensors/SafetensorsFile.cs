using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights.Safetensors;

/// <summary>
/// A safetensors file: an 8-byte header length, a JSON header of (dtype, shape, data_offsets), then the values. Refused unless
/// the tensors cover the whole rest of the file without gap or overlap, as the format demands.
/// </summary>
internal sealed class SafetensorsFile : WeightFile
{
    /// <summary>What <see cref="WeightFile.Format"/> says of these files.</summary>
    public const string FormatName = "safetensors";

    private const long MaximumHeader = 100_000_000;
    private const int MaximumRank = 64;
    private const string Advice = "get the file again, or save it again with safetensors: it is damaged or forged";

    private readonly SafeFileHandle handle;
    private readonly FileSource values;
    private readonly Dictionary<string, long> offsets;

    private SafetensorsFile(
        string path, SafeFileHandle handle, FileSource values, List<WeightEntry> entries, Dictionary<string, long> offsets,
        Dictionary<string, string> metadata)
        : base(path, FormatName, entries, metadata, [])
    {
        (this.handle, this.values, this.offsets) = (handle, values, offsets);
    }

    /// <summary>Opens a file and checks its header.</summary>
    public static SafetensorsFile Open(string path)
    {
        var handle = File.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(handle);
            var whole = new FileSource(handle, path, 0, length);
            var prefix = new byte[8];
            if (length < 8)
            {
                throw new InputException(path, $"{length} bytes", "a safetensors header", Advice);
            }

            whole.Read(0, prefix);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > MaximumHeader || (long)headerLength > length - 8)
            {
                throw new InputException(
                    path, $"a header of {headerLength} bytes", $"at most {Math.Min(MaximumHeader, length - 8)}", Advice);
            }

            var header = new byte[headerLength];
            whole.Read(8, header);
            var start = 8 + (long)headerLength;
            var (entries, offsets, metadata) = ReadHeader(path, header, length - start);
            return new SafetensorsFile(path, handle, new FileSource(handle, path, start, length - start), entries, offsets, metadata);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private protected override void ReadValues(WeightEntry entry, Span<byte> destination) => values.Read(offsets[entry.Name], destination);

    private protected override void Close() => handle.Dispose();

    private static (List<WeightEntry> Entries, Dictionary<string, long> Offsets, Dictionary<string, string> Metadata) ReadHeader(
        string path, byte[] header, long dataLength)
    {
        var found = new List<(WeightEntry Entry, long Begin, long End)>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (!names.Add(member.Name))
                {
                    throw new InputException(path, $"the tensor {member.Name} twice", "every name once", Advice);
                }

                if (member.Name == "__metadata__")
                {
                    foreach (var text in member.Value.EnumerateObject())
                    {
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    }
                }
                else
                {
                    found.Add(ReadEntry(path, member));
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InputException(
                path, $"a header that is not safetensors' JSON ({broken.Message})", "name: {dtype, shape, data_offsets}", Advice, broken);
        }

        CheckCover(path, found, dataLength);
        return ([.. found.Select(f => f.Entry)], found.ToDictionary(f => f.Entry.Name, f => f.Begin, StringComparer.Ordinal), metadata);
    }

    private static (WeightEntry Entry, long Begin, long End) ReadEntry(string path, JsonProperty member)
    {
        var type = member.Value.GetProperty("dtype").GetString() ?? "";
        if (ElementType.FromSafetensors(type) is not DType dtype)
        {
            throw new InputException(
                path, $"tensor {member.Name} of type {type}", string.Join(", ", ElementType.SafetensorsNames),
                "convert it to one of these types");
        }

        var shape = member.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var range = member.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        try
        {
            var entry = new WeightEntry(member.Name, dtype, shape);
            if (range.Length == 2 && shape.Length <= MaximumRank && shape.All(size => size >= 0) && range[0] >= 0 && range[1] >= range[0]
                && range[1] - range[0] == entry.ByteCount)
            {
                return (entry, range[0], range[1]);
            }
        }
        catch (OverflowException)
        {
            // Sizes whose product is beyond 2^63: told below as any other disagreement.
        }

        throw new InputException(
            path, $"tensor {member.Name} of shape [{string.Join(", ", shape)}] at bytes [{string.Join(", ", range)}]",
            $"a range that holds exactly its {type} values", Advice);
    }

    private static void CheckCover(string path, List<(WeightEntry Entry, long Begin, long End)> found, long dataLength)
    {
        var position = 0L;
        foreach (var (entry, begin, end) in found.OrderBy(f => f.Begin).ThenBy(f => f.End))
        {
            if (begin != position)
            {
                throw new InputException(
                    path, $"tensor {entry.Name} beginning at byte {begin}", $"{position}, where the one before it ends", Advice);
            }

            position = end;
        }

        if (position != dataLength)
        {
            throw new InputException(path, $"{dataLength} bytes of values", $"{position} as the header says", Advice);
        }
    }
}
