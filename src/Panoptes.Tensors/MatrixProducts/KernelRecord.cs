using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Tensors.MatrixProducts;

/// <summary>A choice that was made on this machine, kept so that kernels are tried once and not at every start.</summary>
internal sealed record KernelRecord
{
    /// <summary>The choice.</summary>
    public required KernelChoice Choice { get; init; }

    /// <summary>The libraries that were tried, and what stood there then: the file behind the links, its size and time.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }

    /// <summary>Where records lie: the user's cache, or null where none can be had.</summary>
    public static string? Folder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named && Path.IsPathRooted(named)
            ? named
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null;
        return cache is null ? null : Path.Combine(cache, "panoptes", "blas");
    }

    /// <summary>
    /// The record's file for what the choice depends on: bridge, processor, kernel to go on with, settings of loader and OpenBLAS.
    /// </summary>
    public static string FileName(string bridge, ProcessorFeatures processor, string? wanted)
    {
        string[] parts =
        [
            bridge, Stamp(bridge), processor.Identity, wanted ?? "", Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "",
            Environment.GetEnvironmentVariable("LD_PRELOAD") ?? "", Environment.GetEnvironmentVariable("OPENBLAS_L2_SIZE") ?? "",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32] + ".json";
    }

    /// <summary>What stands at a path now.</summary>
    public static string Stamp(string path)
    {
        var target = LinkedFile.Of(path);
        return target.Exists ? $"{target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}" : "nothing";
    }

    /// <summary>Reads a record, or null where there is none that still holds.</summary>
    public static KernelRecord? Read(string path)
    {
        try
        {
            var record = File.Exists(path) ? JsonSerializer.Deserialize<KernelRecord>(File.ReadAllText(path)) : null;
            return record is { Choice.Reason: not null } && record.Libraries.All(entry => Stamp(entry.Key) == entry.Value) ? record : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps the record; where it cannot be kept, the next start tries again.</summary>
    public void Write(string path)
    {
        try
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(this));
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written costs time, nothing else.
        }
    }
}
