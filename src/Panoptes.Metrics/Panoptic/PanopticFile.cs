using System.Security.Cryptography;
using Panoptes.Foundation;
using Panoptes.Metrics.Json;

namespace Panoptes.Metrics;

/// <summary>What a COCO panoptic file says of one image.</summary>
/// <param name="ImageId">The image's id, as text.</param>
/// <param name="FileName">Name of its PNG in the folder beside.</param>
/// <param name="Segments">Its segments; an id listed twice stands once, the later entry in the earlier one's place.</param>
public sealed record PanopticAnnotation(string ImageId, string FileName, PanopticSegment[] Segments);

/// <summary>A COCO panoptic annotation file, ground truth or prediction; its PNGs are not read here.</summary>
public sealed class PanopticFile
{
    private PanopticFile(string path, IReadOnlyList<PanopticCategory> categories, IReadOnlyList<PanopticAnnotation> annotations, string sha256)
    {
        FilePath = path;
        Categories = categories;
        Annotations = annotations;
        Sha256 = sha256;
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The classes; empty where a prediction file lists none.</summary>
    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>The images, in the file's order.</summary>
    public IReadOnlyList<PanopticAnnotation> Annotations { get; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a ground-truth file: categories, and for every segment id, category, crowd and area.</summary>
    /// <exception cref="InputException">Broken JSON, a key missing or of the wrong type, a category unknown: with file and JSON path.</exception>
    public static PanopticFile ReadTruth(string path) => Read(path, null);

    /// <summary>Reads a prediction file; its areas, crowds and categories are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="categories">The ground truth's categories.</param>
    /// <exception cref="InputException">As for the ground truth.</exception>
    public static PanopticFile ReadPrediction(string path, IReadOnlyList<PanopticCategory> categories) => Read(path, categories);

    private static PanopticFile Read(string path, IReadOnlyList<PanopticCategory>? given)
    {
        var categories = given ?? ReadCategories(path);
        var index = new Dictionary<int, int>();
        for (var i = 0; i < categories.Count; i++)
        {
            index[categories[i].Id] = i;
        }

        using var hash = SHA256.Create();
        using var stream = new CryptoStream(InputFolder.Open(path), hash, CryptoStreamMode.Read);
        var json = new JsonWalker(stream, path);
        List<PanopticAnnotation>? annotations = null;
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("annotations"u8))
            {
                annotations = ReadAnnotations(ref json, index, isTruth: given is null);
            }
            else
            {
                json.Skip();
            }
        }

        json.EndOfFile();
        return annotations is null
            ? throw new InputException(path, "no key \"annotations\"", "a COCO panoptic file", "point at the panoptic JSON file")
            : new PanopticFile(path, categories, annotations, Convert.ToHexStringLower(hash.Hash!));
    }

    private static List<PanopticCategory> ReadCategories(string path)
    {
        using var stream = InputFolder.Open(path);
        var json = new JsonWalker(stream, path);
        List<PanopticCategory>? categories = null;
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("categories"u8))
            {
                categories = ReadCategories(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return categories ?? throw new InputException(path, "no key \"categories\"", "the classes of the data set", "give the ground-truth panoptic JSON, which lists them");
    }

    private static List<PanopticCategory> ReadCategories(ref JsonWalker json)
    {
        var categories = new List<PanopticCategory>();
        json.EnterArray();
        while (json.NextElement())
        {
            var (id, name, isThing) = ((int?)null, (string?)null, (bool?)null);
            json.EnterObject();
            while (json.NextProperty())
            {
                if (json.Name.SequenceEqual("id"u8))
                {
                    id = json.Integer(int.MinValue, int.MaxValue);
                }
                else if (json.Name.SequenceEqual("name"u8))
                {
                    name = json.Text();
                }
                else if (json.Name.SequenceEqual("isthing"u8))
                {
                    isThing = json.Integer() == 1;
                }
                else
                {
                    json.Skip();
                }
            }

            var category = new PanopticCategory(
                id ?? throw json.Bad("no key \"id\"", "a category's id"), name ?? $"{id}", isThing ?? throw json.Bad("no key \"isthing\"", "1 for things, 0 for stuff"));
            var earlier = categories.FindIndex(c => c.Id == category.Id);
            if (earlier >= 0)
            {
                categories[earlier] = category;
            }
            else
            {
                categories.Add(category);
            }
        }

        return categories.Count > ConfusionMatrix.MaximumClasses
            ? throw json.Bad($"{categories.Count} categories", $"at most {ConfusionMatrix.MaximumClasses}")
            : categories;
    }

    private static List<PanopticAnnotation> ReadAnnotations(ref JsonWalker json, Dictionary<int, int> categories, bool isTruth)
    {
        var annotations = new List<PanopticAnnotation>();
        json.EnterArray();
        while (json.NextElement())
        {
            var (imageId, fileName, segments) = ((string?)null, (string?)null, (PanopticSegment[]?)null);
            json.EnterObject();
            while (json.NextProperty())
            {
                if (json.Name.SequenceEqual("image_id"u8))
                {
                    imageId = json.Identifier();
                }
                else if (json.Name.SequenceEqual("file_name"u8))
                {
                    fileName = json.Text();
                }
                else if (json.Name.SequenceEqual("segments_info"u8))
                {
                    segments = ReadSegments(ref json, categories, isTruth);
                }
                else
                {
                    json.Skip();
                }
            }

            annotations.Add(new PanopticAnnotation(
                imageId ?? throw json.Bad("no key \"image_id\"", "the image's id"),
                fileName ?? throw json.Bad("no key \"file_name\"", "the name of the PNG"),
                segments ?? throw json.Bad("no key \"segments_info\"", "the image's segments")));
        }

        return annotations;
    }

    private static PanopticSegment[] ReadSegments(ref JsonWalker json, Dictionary<int, int> categories, bool isTruth)
    {
        var segments = new List<PanopticSegment>();
        var places = new Dictionary<int, int>();
        json.EnterArray();
        while (json.NextElement())
        {
            var segment = ReadSegment(ref json, categories, isTruth);
            if (!places.TryAdd(segment.Id, segments.Count))
            {
                segments[places[segment.Id]] = segment;
            }
            else
            {
                segments.Add(segment);
            }
        }

        return [.. segments];
    }

    private static PanopticSegment ReadSegment(ref JsonWalker json, Dictionary<int, int> categories, bool isTruth)
    {
        var (id, category, isCrowd, area) = ((int?)null, (int?)null, (bool?)null, (long?)null);
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                id = json.Integer(0, (1 << 24) - 1);
            }
            else if (json.Name.SequenceEqual("category_id"u8))
            {
                var known = json.Integer(int.MinValue, int.MaxValue);
                category = categories.TryGetValue(known, out var place) ? place : throw json.Bad($"category {known}", "an id of the ground truth's categories");
            }
            else if (isTruth && json.Name.SequenceEqual("iscrowd"u8))
            {
                isCrowd = json.Integer() == 1;
            }
            else if (isTruth && json.Name.SequenceEqual("area"u8))
            {
                area = json.Integer(0, int.MaxValue);
            }
            else
            {
                json.Skip();
            }
        }

        return new PanopticSegment(
            id ?? throw json.Bad("no key \"id\"", "the segment's id"),
            category ?? throw json.Bad("no key \"category_id\"", "the segment's category"),
            isCrowd ?? (isTruth ? throw json.Bad("no key \"iscrowd\"", "0 or 1") : false),
            area ?? (isTruth ? throw json.Bad("no key \"area\"", "the segment's area in pixels") : 0));
    }
}
