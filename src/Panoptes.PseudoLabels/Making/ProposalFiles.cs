using System.Security.Cryptography;
using System.Text.Json;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;
using Panoptes.PseudoLabels.Files;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Making;

/// <summary>
/// Object proposals that are given: maps of ids (STEM.png), lists of run lengths as mask generators write them (STEM.json:
/// [{"segmentation": {"size", "counts"}, "score"}]), or one COCO instances file for all images.
/// </summary>
internal sealed class ProposalFiles : IDisposable
{
    private const string Source = "instances.path";

    private readonly string path;
    private readonly StemFiles? files;
    private readonly ILookup<string, InstanceObject>? objects;
    private readonly InstanceMasks? masks;

    /// <summary>Lists the folder, or reads the COCO file's heads.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public ProposalFiles(string path)
    {
        this.path = path;
        if (!File.Exists(path))
        {
            files = new StemFiles(path, Source, ".png", ".json");
            return;
        }

        var set = InstanceFile.ReadLabels(path, problem => throw problem);
        var stems = set.Images.ToDictionary(image => image.Id, image => Path.GetFileNameWithoutExtension(image.FileName));
        objects = set.Objects.ToLookup(found => stems[found.Image], StringComparer.Ordinal);
        masks = new InstanceMasks(set);
    }

    /// <summary>A hash of what the files of some images hold.</summary>
    /// <param name="stems">The images' stems.</param>
    /// <exception cref="InputException">An image has no file.</exception>
    public string Hash(IEnumerable<string> stems)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files is null ? [path] : stems.Select(files.Of))
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The instances of an image at the labels' size.</summary>
    public Plane<ushort> Paint(string stem, int width, int height, ProposalConfig config)
    {
        if (objects is not null)
        {
            var own = objects[stem].ToArray();
            return Paint([.. own.Select(found => masks!.Of(found)!)], [.. own.Select(_ => 1.0)], width, height, config);
        }

        var file = files!.Of(stem);
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            var (read, scores) = ReadList(file);
            return Paint(read, scores, width, height, config);
        }

        var ids = MapFile.Ids(file, Source);
        var resized = Resampler.Ids(ids, Geometry.Identity(ids.Width, ids.Height).Resize(width, height), (ushort)0);
        return ProposalPainter.Number(
            new Plane<int>(width, height, Array.ConvertAll(resized.Pixels, id => (int)id)), config);
    }

    /// <inheritdoc/>
    public void Dispose() => masks?.Dispose();

    private static Plane<ushort> Paint(
        IReadOnlyList<RunLengthMask> read, IReadOnlyList<double> scores, int width, int height, ProposalConfig config) =>
        ProposalPainter.Paint(
            [.. read.Select(mask => mask.Width == width && mask.Height == height
                ? mask
                : Resampler.Mask(mask, Geometry.Identity(mask.Width, mask.Height).Resize(width, height)))],
            scores, width, height, config);

    private static (List<RunLengthMask> Masks, List<double> Scores) ReadList(string file)
    {
        var (read, scores) = (new List<RunLengthMask>(), new List<double>());
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var (index, item) in document.RootElement.EnumerateArray().Index())
            {
                var segmentation = item.GetProperty("segmentation");
                var (height, width) = (segmentation.GetProperty("size")[0].GetInt32(), segmentation.GetProperty("size")[1].GetInt32());
                var counts = segmentation.GetProperty("counts");
                var place = $"{file}: $[{index}].segmentation";
                read.Add(counts.ValueKind == JsonValueKind.String
                    ? RunLengthMask.FromCompressed(height, width, counts.GetString()!, place)
                    : RunLengthMask.FromCounts(height, width, [.. counts.EnumerateArray().Select(run => run.GetUInt32())], place));
                scores.Add(ScoreOf(item));
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or IndexOutOfRangeException)
        {
            throw new InputException(
                file, broken.Message, "a list of {\"segmentation\": {\"size\": [h, w], \"counts\": ...}, \"score\": ...}",
                "write it again", broken);
        }

        return (read, scores);
    }

    private static double ScoreOf(JsonElement item) => new[] { "score", "predicted_iou" }
        .Select(key => item.TryGetProperty(key, out var score) ? score.GetDouble() : -1).FirstOrDefault(score => score >= 0, 1);
}
