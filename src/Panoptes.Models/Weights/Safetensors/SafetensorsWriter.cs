using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Weights.Safetensors;

/// <summary>
/// Writes safetensors files: whole or not at all, and the same bytes for the same tensors, names and metadata. Tensors
/// keep the order given (a state dict's own).
/// </summary>
public static class SafetensorsWriter
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Exports a module's state dict under its published names.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="module">Whose parameters and persistent buffers.</param>
    /// <param name="metadata">Texts to put beside the tensors, such as the model's name.</param>
    public static void Write(string path, Module module, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, [.. module.StateDict()], metadata);

    /// <summary>Writes named tensors of any device; non-contiguous ones are written row-major.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="tensors">Names, each once, and tensors.</param>
    /// <param name="metadata">Texts to put beside the tensors.</param>
    public static void Write(
        string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var entries = tensors.Select(t => new WeightEntry(t.Name, t.Tensor.DType, t.Tensor.Shape.ToArray())).ToArray();
        Write(path, entries, metadata, (index, stream) =>
        {
            using var scope = TensorScope.Open();
            var cpu = tensors[index].Tensor.Detach().To(Device.Cpu).Contiguous();
            stream.Write(cpu.Bytes());
        });
    }

    /// <summary>Writes the tensors of another weight file, values unchanged: a conversion.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="file">What to convert.</param>
    /// <param name="metadata">Texts to put beside the tensors.</param>
    public static void Write(string path, WeightFile file, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, file.Entries, metadata ?? file.Metadata, (index, stream) => stream.Write(file.ReadBytes(file.Entries[index])));

    private static void Write(
        string path, IReadOnlyList<WeightEntry> entries, IReadOnlyDictionary<string, string>? metadata, Action<int, Stream> writeValues)
    {
        var header = Header(entries, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            for (var i = 0; i < entries.Count; i++)
            {
                writeValues(i, stream);
            }
        });
    }

    // Padded with spaces to a multiple of 8, as the format's own writers do, so that values are aligned when mapped.
    private static byte[] Header(IReadOnlyList<WeightEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var position = 0L;
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                if (!names.Add(entry.Name) || entry.Name == "__metadata__")
                {
                    throw new ArgumentException($"the name {entry.Name} twice", nameof(entries));
                }

                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", ElementType.SafetensorsName(entry.DType));
                json.WriteStartArray("shape");
                foreach (var size in entry.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position += entry.ByteCount;
                json.WriteNumberValue(position);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = (8 - (buffer.WrittenCount % 8)) % 8;
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }
}
