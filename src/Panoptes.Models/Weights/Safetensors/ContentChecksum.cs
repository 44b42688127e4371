using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights.Safetensors;

/// <summary>
/// The SHA-256 that a training's checkpoint carries of itself: over its manifest, and each tensor's name, element type, sizes and values
/// in their order.
/// </summary>
public sealed class ContentChecksum : IDisposable
{
    /// <summary>Where a file's metadata hold the sum, in lower-case hexadecimal.</summary>
    public const string ChecksumKey = "panoptes.sha256";

    /// <summary>Where a file's metadata hold the manifest.</summary>
    public const string ManifestKey = "panoptes.manifest";

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins with the manifest.</summary>
    public ContentChecksum(string manifest) => AddText(manifest);

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="bytes">Its values, row-major and little-endian.</param>
    public void Add(string name, DType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        AddText(name);
        hash.AppendData([(byte)type, (byte)shape.Length]);
        hash.AppendData(MemoryMarshal.AsBytes(shape));
        hash.AppendData(bytes);
    }

    /// <summary>The sum, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>Compares a sum with what a file says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it says.</param>
    /// <exception cref="InputException">They differ.</exception>
    public void Require(string path, string expected)
    {
        var found = Finish();
        if (!string.Equals(expected, found, StringComparison.Ordinal))
        {
            throw new InputException(
                path, $"content with SHA-256 {found[..12]}...", $"{expected[..Math.Min(12, expected.Length)]}... as it says itself",
                "use an older checkpoint: this one is damaged");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    /// <summary>Holds a file that carries a sum to it; others pass.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    internal static void Check(WeightFile file)
    {
        var manifest = file.Metadata.GetValueOrDefault(ManifestKey);
        if (!file.Metadata.TryGetValue(ChecksumKey, out var expected))
        {
            if (manifest is not null)
            {
                throw new InputException(
                    file.Path, "a training state without its SHA-256", $"{ChecksumKey} in the metadata",
                    "use an older checkpoint: this one is damaged");
            }

            return;
        }

        using var sum = new ContentChecksum(manifest ?? "");
        foreach (var entry in file.Entries)
        {
            sum.Add(entry.Name, entry.DType, [.. entry.Shape], file.ReadBytes(entry));
        }

        sum.Require(file.Path, expected);
    }

    private void AddText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
