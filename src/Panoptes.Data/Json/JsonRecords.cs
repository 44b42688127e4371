using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>
/// A COCO-like JSON file (an object of long arrays of records) as an index: one pass over the mapped file notes where every
/// record lies, and records are parsed when asked for. Half a gigabyte of annotations costs 16 bytes a record.
/// </summary>
internal sealed class JsonRecords
{
    private readonly Dictionary<string, List<JsonSlice>> arrays = [];
    private readonly Dictionary<string, List<long>> imageKeys = [];
    private readonly Dictionary<string, long> textKeys = [];

    private JsonRecords(string file) => File = file;

    /// <summary>The key of a record that has none.</summary>
    public static long NoKey => long.MaxValue;

    /// <summary>The JSON file.</summary>
    public string File { get; }

    /// <summary>How many records an array has; -1 where there is no such array.</summary>
    public int Count(string array) => arrays.TryGetValue(array, out var slices) ? slices.Count : -1;

    /// <summary>
    /// The image each record of an array belongs to, as a number that is equal for equal ids: <c>image_id</c> (of the records of
    /// <c>images</c>: <c>id</c>). A record without gets <see cref="NoKey"/>.
    /// </summary>
    public IReadOnlyList<long> ImageKeys(string array) => imageKeys[array];

    /// <summary>Indexes a file.</summary>
    /// <exception cref="InputException">It is missing, empty, above 2 GiB, no JSON, or no object.</exception>
    public static unsafe JsonRecords Open(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists || info.Length is 0 or > int.MaxValue)
        {
            throw new InputException(
                file, info.Exists ? $"{info.Length} bytes" : "no such file", "a JSON file of 1 byte to 2 GiB", "correct the path, or write the file again");
        }

        var records = new JsonRecords(file);
        using var mapped = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = mapped.CreateViewAccessor(0, info.Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            records.Index(new ReadOnlySpan<byte>(start + view.PointerOffset, (int)info.Length));
        }
        catch (JsonException e)
        {
            throw JsonAt.NotJson(file, "$", e);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        return records;
    }

    /// <summary>Parses one record.</summary>
    public JsonAt Read(string array, int index)
    {
        using var handle = System.IO.File.OpenHandle(File);
        return Read(handle, array, index);
    }

    /// <summary>Parses some records of an array, opening the file once.</summary>
    public JsonAt[] Read(string array, ReadOnlySpan<int> indices)
    {
        using var handle = System.IO.File.OpenHandle(File);
        var records = new JsonAt[indices.Length];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = Read(handle, array, indices[i]);
        }

        return records;
    }

    /// <summary>Parses the records of an array in order, holding one at a time.</summary>
    /// <exception cref="InputException">There is no such array.</exception>
    public IEnumerable<JsonAt> All(string array)
    {
        Require(array);
        using var handle = System.IO.File.OpenHandle(File);
        for (var i = 0; i < arrays[array].Count; i++)
        {
            yield return Read(handle, array, i);
        }
    }

    /// <summary>Checks that the file has an array.</summary>
    public void Require(string array)
    {
        if (!arrays.ContainsKey(array))
        {
            var near = NearestName.Of(array, arrays.Keys);
            throw new InputException(
                $"{File} $",
                arrays.Count == 0 ? "no array" : $"the arrays {string.Join(", ", arrays.Keys.Take(12))}",
                $"an array \"{array}\"",
                near is null ? "check that it is the right file" : $"rename \"{near}\" to \"{array}\" if that is what it means");
        }
    }

    private JsonAt Read(SafeFileHandle handle, string array, int index)
    {
        var slice = arrays[array][index];
        var bytes = new byte[slice.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan(done), slice.Offset + done);
            if (read == 0)
            {
                throw new InputException(File, "a file that became shorter since it was indexed", "an unchanged file", "start again");
            }

            done += read;
        }

        return JsonAt.Parse(File, $"$.{array}[{index}]", bytes);
    }

    private void Index(ReadOnlySpan<byte> json)
    {
        var skipped = json.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(json[skipped..]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InputException(
                $"{File} $", reader.TokenType == JsonTokenType.StartArray ? "an array" : "no object", "an object {\"images\": [...], ...}", "check that it is the right file");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            var slices = new List<JsonSlice>();
            var keys = new List<long>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = reader.TokenStartIndex;
                keys.Add(SkipRecord(ref reader, name == "images" ? "id"u8 : "image_id"u8));
                slices.Add(new JsonSlice(skipped + start, (int)(reader.BytesConsumed - start)));
            }

            arrays[name] = slices;
            imageKeys[name] = keys;
        }

        // Anything after the object is an error too.
        reader.Read();
    }

    private long SkipRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> keyName)
    {
        var key = NoKey;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return key;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals(keyName);
            reader.Read();
            if (isKey && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            {
                key = number;
            }
            else if (isKey && reader.TokenType == JsonTokenType.String)
            {
                var text = reader.GetString()!;
                if (!textKeys.TryGetValue(text, out key))
                {
                    textKeys[text] = key = long.MinValue + textKeys.Count;
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return key;
    }
}
