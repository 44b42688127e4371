using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.PseudoLabels.Clustering;
using Panoptes.PseudoLabels.Files;
using Panoptes.PseudoLabels.Splitting;

namespace Panoptes.PseudoLabels.Making;

/// <summary>
/// What a folder's labels were begun with: a fingerprint of settings and inputs, and the clusters, so that a stopped call goes on with the
/// same. The centers lie beside it as .npy.
/// </summary>
internal sealed class MakeState(OutputFolder folder)
{
    /// <summary>The file's name.</summary>
    public const string Name = "making.json";

    /// <summary>The name of the centers' file.</summary>
    public const string CentersName = "centers.npy";

    private readonly string path = folder.File(Name, "labels make");
    private readonly string centersPath = folder.File(CentersName, "labels make");

    /// <summary>A fingerprint of settings and inputs.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">What is given of them.</param>
    /// <param name="proposals">Proposals that instances are made of, or null.</param>
    /// <param name="given">Counts that decide where instances are looked for, or null.</param>
    public static string Fingerprint(
        MakeConfig config, IReadOnlyList<ListedImage> images, ClassSource source, ProposalFiles? proposals, ClusterCounts? given)
    {
        var text = new StringBuilder("1\n").Append(config.Essence()).Append('\n');
        foreach (var image in images)
        {
            text.Append(CultureInfo.InvariantCulture, $"{image.Stem} {image.Width} {image.Height} {new FileInfo(image.File).Length}");
            foreach (var file in source.FilesOf(image.Stem))
            {
                text.Append(CultureInfo.InvariantCulture, $" {new FileInfo(file).Length}");
            }

            text.Append('\n');
        }

        if (proposals is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"proposals {proposals.Hash(images.Select(image => image.Stem))}\n");
        }

        if (given is not null)
        {
            text.AppendJoin(' ', given.AllPixels.Concat(given.InsidePixels).Concat(given.Proposals)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The fingerprint of what is there; null where nothing is.</summary>
    public string? Begun() => Read()?.Fingerprint;

    /// <summary>The clusters found before; null where there are none.</summary>
    public Clusters? Found()
    {
        if (Read() is not { } content || (content.HasCenters && !File.Exists(centersPath)))
        {
            return null;
        }

        if (!content.HasCenters)
        {
            return new Clusters(content.Clusters, null, content.Spread, content.Groups);
        }

        var centers = NpyArray.Read(centersPath);
        return new Clusters(content.Clusters, new FeatureRows(centers.Shape[1], centers.Values), content.Spread, content.Groups);
    }

    /// <summary>Writes what was found; the fingerprint's file last.</summary>
    public void Write(string fingerprint, Clusters clusters)
    {
        if (clusters.Centers is { } centers)
        {
            NpyArray.Write(centersPath, [centers.Count, centers.Dimensions], centers.Values);
        }

        AtomicFile.WriteText(path, JsonSerializer.Serialize(new Content(
            fingerprint, clusters.Count, clusters.Centers is not null, clusters.Spread, [.. clusters.Groups])) + "\n");
    }

    private Content? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException broken)
        {
            throw new InputException(path, broken.Message, "what labels make wrote", "give another --out", broken);
        }
    }

    private sealed record Content(string Fingerprint, int Clusters, bool HasCenters, double Spread, int[] Groups);
}
