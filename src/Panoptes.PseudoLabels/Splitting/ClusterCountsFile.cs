using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Splitting;

/// <summary>Counts of clusters as JSON: whole numbers of up to 63 bits, which sum over the parts of a data set.</summary>
public static class ClusterCountsFile
{
    private const string Format = "panoptes-cluster-counts";
    private const long MaximumBytes = 64L << 20;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string path, ClusterCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var content = new Content(
            Format, counts.Clusters, [.. counts.AllPixels], [.. counts.InsidePixels], [.. counts.Proposals]);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(content, Form) + "\n");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">There is none, or it is no such JSON.</exception>
    public static ClusterCounts Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException(path, "no such file", "statistics of clusters", "check the path");
        }

        if (new FileInfo(path).Length is var length and > MaximumBytes)
        {
            throw new InputException(path, $"{length} bytes", "statistics of clusters", "point at the file that labels make wrote");
        }

        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Form);
        }
        catch (JsonException broken)
        {
            throw Bad(path, broken.Message, broken);
        }

        return content is { Format: Format, AllPixels: { } all, InsidePixels: { } inside, Proposals: { } proposals }
            ? ClusterCounts.From(all, inside, proposals, path)
            : throw Bad(path, "other JSON");
    }

    private static InputException Bad(string path, string found, Exception? cause = null) => new(
        path, found, $"JSON with \"format\": \"{Format}\", all_pixels, inside_pixels and proposals",
        "point at the file that labels make wrote", cause);

    private sealed record Content(
        [property: JsonRequired] string Format, int Clusters, [property: JsonRequired] long[] AllPixels,
        [property: JsonRequired] long[] InsidePixels, [property: JsonRequired] long[] Proposals);
}
