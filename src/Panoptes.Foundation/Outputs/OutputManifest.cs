using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panoptes.Foundation.Outputs;

/// <summary>What is known of a file that a verb wrote.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Size">Its bytes; null while it is being written.</param>
/// <param name="Sha256">Its hash; null while it is being written.</param>
internal sealed record OutputRecord(string Verb, long? Size, string? Sha256)
{
    /// <summary>The record of a file that is there.</summary>
    public static OutputRecord Of(string verb, string path)
    {
        using var stream = File.OpenRead(path);
        return new OutputRecord(verb, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}

/// <summary>
/// The small hidden file in a folder that lists which of the files in and below it a verb wrote, so that a later call may replace those and
/// no others.
/// </summary>
internal sealed class OutputManifest
{
    /// <summary>The file's name.</summary>
    public const string Name = ".panoptes-outputs.json";

    private const string About =
        "Files of this folder that panoptes wrote and may replace; delete this file and none of them is replaced any more.";
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string folder;
    private readonly SortedDictionary<string, OutputRecord> files;

    private OutputManifest(string folder, SortedDictionary<string, OutputRecord> files) => (this.folder, this.files) = (folder, files);

    /// <summary>Names of the files listed, relative to the folder.</summary>
    public IEnumerable<string> Files => files.Keys;

    /// <summary>
    /// The manifest of a folder; empty where there is none, or where it cannot be read: then nothing counts as written here.
    /// </summary>
    public static OutputManifest Read(string folder)
    {
        var files = new SortedDictionary<string, OutputRecord>(StringComparer.Ordinal);
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(Path.Combine(folder, Name)), Form);
            foreach (var (name, record) in (content?.Files ?? [])
                .Where(file => !Path.IsPathRooted(file.Key) && !file.Key.Split('/').Contains("..")))
            {
                files[name] = record;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            files.Clear();
        }

        return new OutputManifest(folder, files);
    }

    /// <summary>Whether the verb wrote a file of the folder, and nobody changed it since.</summary>
    public bool Owns(string verb, string name)
    {
        if (!files.TryGetValue(name, out var record) || record is null || record.Verb != verb)
        {
            return false;
        }

        var path = Path.Combine(folder, name);
        return File.Exists(path)
            && (record.Sha256 is null
                || (new FileInfo(path).Length == record.Size && OutputRecord.Of(verb, path).Sha256 == record.Sha256));
    }

    /// <summary>What is listed of a file, or null.</summary>
    public OutputRecord? Find(string name) => files.GetValueOrDefault(name);

    /// <summary>Lists a file.</summary>
    public void Set(string name, OutputRecord record) => files[name] = record;

    /// <summary>Forgets a file.</summary>
    public void Remove(string name) => files.Remove(name);

    /// <summary>Writes the manifest, or removes it where it lists nothing.</summary>
    public void Write()
    {
        var path = Path.Combine(folder, Name);
        if (files.Count == 0)
        {
            File.Delete(path);
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, new Content(About, new(files)), Form);
            stream.WriteByte((byte)'\n');
        });
    }

    private sealed record Content(string About, [property: JsonRequired] Dictionary<string, OutputRecord> Files);
}
