using Panoptes.Foundation;
using Panoptes.Models.Weights.Pytorch;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>
/// A file of named tensors, opened without executing anything that is in it. The values stay in the file until they are
/// read. Known are safetensors, PyTorch's zip (torch 1.6 and later) and legacy formats, and pickled dictionaries of numpy
/// arrays as detectron2 publishes them. One thread at a time may read.
/// </summary>
public abstract class WeightFile : IDisposable
{
    private readonly Dictionary<string, WeightEntry> byName;

    private protected WeightFile(
        string path, string format, IReadOnlyList<WeightEntry> entries, IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<string> notes)
    {
        (Path, Format, Entries, Metadata, Notes) = (path, format, entries, metadata, notes);
        byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its format in words: "safetensors", "PyTorch zip", "PyTorch legacy", "pickled numpy arrays".</summary>
    public string Format { get; }

    /// <summary>Its tensors, in the file's order.</summary>
    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Texts that the file carries beside its tensors (safetensors' <c>__metadata__</c>, detectron2's author).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the user should know of how it was read: which part of a checkpoint was taken, and what was left unread.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether it was not written by Panoptes: training code's own formats, or safetensors without Panoptes' marks.</summary>
    internal bool IsPublished => Format != SafetensorsFile.FormatName
        || !Metadata.Keys.Any(key => key is "model" || key.StartsWith("panoptes", StringComparison.Ordinal));

    /// <summary>Opens a weight file, whatever its name says: the first bytes tell the format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">
    /// Which dictionary inside a checkpoint, such as "teacher" or "state_dict", or what the names that are wanted begin with, up to a dot;
    /// null finds the usual ones by itself.
    /// </param>
    /// <exception cref="InputException">The file is missing, damaged (by a SHA-256 or CRC-32 that it carries, too), of another kind, or
    /// asks for code to be run.</exception>
    public static WeightFile Open(string path, string? part = null)
    {
        if (!File.Exists(path))
        {
            var best = System.IO.Path.Combine(path, "checkpoints", "best.safetensors");
            throw new InputException(
                path, Directory.Exists(path) ? "a folder" : "no such file", "a weight file",
                File.Exists(best) ? $"did you mean '{best}'?" : "check the path");
        }

        var head = new byte[16];
        int length;
        try
        {
            using var stream = File.OpenRead(path);
            length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, refused.Message, "a file that can be read", "check its permissions", refused);
        }

        return head.AsSpan(0, length) switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => ZipCheckpoint.Open(path, part),
            [0x80, 2 or 3, 0x8A, 0x0A, ..] or [0x80, 4 or 5, 0x95, _, _, _, _, _, _, _, _, 0x8A, 0x0A, ..] =>
                LegacyCheckpoint.Open(path, part),
            [0x80, >= 2 and <= 5, ..] when !(length > 8 && head[8] == (byte)'{') => PickledArrays.Open(path, part),
            [_, _, _, _, _, _, _, _, (byte)'{', ..] => OpenSafetensors(path, part),
            _ => throw new InputException(
                path,
                length == 0 ? "an empty file" : $"a file that begins with the bytes {Convert.ToHexString(head, 0, Math.Min(8, length))}",
                "safetensors, a PyTorch checkpoint (.pth, .pt) or pickled numpy arrays (.pkl)",
                "save the weights with safetensors or with torch.save(model.state_dict(), path)"),
        };
    }

    private static WeightFile OpenSafetensors(string path, string? part)
    {
        WeightFile file = SafetensorsFile.Open(path);
        try
        {
            ContentChecksum.Check(file);
            return part is null ? file : new NamedPart(file, part);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, or null where the file has none.</summary>
    public WeightEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Reads a tensor's values: row-major, little-endian.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="destination">Exactly <see cref="WeightEntry.ByteCount"/> bytes.</param>
    /// <exception cref="InputException">The file ends early or cannot be read.</exception>
    public void Read(WeightEntry entry, Span<byte> destination)
    {
        if (destination.Length != entry.ByteCount)
        {
            throw new ArgumentException($"{entry.Name} has {entry.ByteCount} bytes, not {destination.Length}", nameof(destination));
        }

        ReadValues(entry, destination);
    }

    /// <summary>Reads a tensor's values into new memory.</summary>
    public byte[] ReadBytes(WeightEntry entry)
    {
        if (entry.ByteCount > Array.MaxLength)
        {
            throw new InputException(Path, $"tensor {entry.Name} of {entry.ByteCount} bytes", $"at most {Array.MaxLength}", "split it");
        }

        var bytes = new byte[entry.ByteCount];
        Read(entry, bytes);
        return bytes;
    }

    /// <summary>Reads a tensor in its own element type.</summary>
    public Tensor ReadTensor(WeightEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var tensor = Tensor.Empty([.. entry.Shape], entry.DType);
        Read(entry, tensor.Bytes());
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract void ReadValues(WeightEntry entry, Span<byte> destination);

    private protected abstract void Close();
}
