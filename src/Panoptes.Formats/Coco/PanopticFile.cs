using System.Security.Cryptography;
using Panoptes.Formats.Files;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Formats.Coco;

/// <summary>A COCO panoptic annotation file: ground truth, prediction, or labels to learn from. Its PNGs are not read here.</summary>
public sealed class PanopticFile
{
    /// <summary>The most categories that a file may have.</summary>
    public const int MostCategories = 4095;

    private PanopticFile(string path, PanopticReader read, IReadOnlyList<PanopticAnnotation> annotations, string sha256)
    {
        (FilePath, Categories, Annotations, Images, Doubles, Sha256) = (
            path, read.Categories, annotations, read.Images, read.Doubles, sha256);
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The classes; of a prediction those of the ground truth.</summary>
    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>The annotations, in the file's order.</summary>
    public IReadOnlyList<PanopticAnnotation> Annotations { get; }

    /// <summary>The images, in the file's order; empty where the file lists none.</summary>
    public IReadOnlyList<PanopticImage> Images { get; }

    /// <summary>
    /// Ids that stand twice: of segments in an image, and of images that several annotations are of. panopticapi takes them.
    /// </summary>
    public IReadOnlyList<InputException> Doubles { get; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a ground-truth file: categories, and for every segment id, category, crowd and area.</summary>
    /// <exception cref="InputException">Broken JSON, a key missing or of the wrong type, a category unknown, no image: with file and JSON
    /// path.</exception>
    public static PanopticFile ReadTruth(string path)
    {
        var file = Read(path, new PanopticReader(PanopticUse.Truth, null));
        return file.Annotations.Count > 0 ? file : throw new InputException(
            $"{path}: $.annotations", "no image", "at least one", "check that it is the right file");
    }

    /// <summary>Reads a prediction file; its areas, crowds and categories are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="categories">The ground truth's categories.</param>
    /// <exception cref="InputException">As for the ground truth.</exception>
    public static PanopticFile ReadPrediction(string path, IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return Read(path, new PanopticReader(PanopticUse.Prediction, null) { Categories = categories });
    }

    /// <summary>Reads labels to learn from: areas and crowds may be missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Takes what is wrong with a record, which is left out then; it may throw it.</param>
    /// <param name="isCheck">Whether what only a scoring would refuse is reported too, and boxes are kept.</param>
    /// <exception cref="InputException">Broken JSON, or a list that is missing.</exception>
    public static PanopticFile ReadLabels(string path, Action<InputException> report, bool isCheck = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Read(path, new PanopticReader(PanopticUse.Labels, report) { IsCheck = isCheck });
    }

    /// <summary>The file itself, where no id stands twice in it.</summary>
    /// <exception cref="InputException">One does.</exception>
    public PanopticFile WithoutDoubles() => Doubles.Count == 0 ? this : throw Doubles[0];

    /// <summary>The file itself, where no id stands twice in it, and every image that it lists has its annotation.</summary>
    /// <exception cref="InputException">Something would be lost.</exception>
    public PanopticFile RequireWhole()
    {
        var annotated = Annotations.Select(annotation => annotation.ImageId).ToHashSet(StringComparer.Ordinal);
        var listed = Images.Select(image => image.Id).ToHashSet(StringComparer.Ordinal);
        var bare = Images.FirstOrDefault(image => !annotated.Contains(image.Id));
        var orphan = Images.Count == 0 ? null : Annotations.FirstOrDefault(annotation => !listed.Contains(annotation.ImageId));
        return bare is not null ? throw new InputException(
            $"{FilePath}: $.images[{bare.Index}]", $"image {bare.Id} without an annotation", "an annotation for each image",
            "add one, or take the image out")
            : orphan is not null ? throw new InputException(
                $"{Where(orphan)}.image_id", $"image {orphan.ImageId}", "an id of \"images\"", "correct image_id, or add the image")
            : WithoutDoubles();
    }

    /// <summary>Where an annotation stands, for messages: file and JSON path.</summary>
    public string Where(PanopticAnnotation annotation)
    {
        ArgumentNullException.ThrowIfNull(annotation);
        return $"{FilePath}: $.annotations[{annotation.Index}]";
    }

    private static PanopticFile Read(string path, PanopticReader reader)
    {
        if (reader.Use != PanopticUse.Prediction)
        {
            Walk(path, reader, "categories");
        }

        var (annotations, sha) = Walk(path, reader, "annotations");
        return new PanopticFile(path, reader, annotations, sha);
    }

    // Categories mostly stand behind the annotations that refer to them: they are looked for first.
    private static (List<PanopticAnnotation> Annotations, string Sha256) Walk(string path, PanopticReader reader, string wanted)
    {
        using var hash = SHA256.Create();
        using var stream = new CryptoStream(InputFolder.Open(path), hash, CryptoStreamMode.Read);
        var json = new JsonWalker(stream, path);
        List<PanopticAnnotation>? annotations = null;
        var isFirst = wanted == "categories";
        var isFound = false;
        json.EnterObject();
        while (json.NextProperty())
        {
            if (isFirst && json.Name.SequenceEqual("categories"u8))
            {
                reader.ReadCategories(ref json);
                isFound = true;
            }
            else if (isFirst && json.Name.SequenceEqual("images"u8))
            {
                reader.ReadImages(ref json);
            }
            else if (!isFirst && json.Name.SequenceEqual("annotations"u8))
            {
                annotations = reader.ReadAnnotations(ref json);
                isFound = true;
            }
            else
            {
                json.Skip();
            }
        }

        json.EndOfFile();
        return isFound
            ? (annotations ?? [], Convert.ToHexStringLower(hash.Hash!))
            : throw new InputException(
                $"{path}: $", $"no key \"{wanted}\"", "a COCO panoptic file",
                "point at the panoptic JSON file; ground truth lists its classes");
    }
}
