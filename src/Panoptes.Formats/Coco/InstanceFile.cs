using System.Security.Cryptography;
using Panoptes.Formats.Files;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Formats.Coco;

/// <summary>Reads COCO instance annotations and results files.</summary>
public static class InstanceFile
{
    /// <summary>Reads ground truth to score against or to convert.</summary>
    /// <param name="path">A COCO instances JSON: images, categories, annotations.</param>
    /// <param name="masks">Whether masks are wanted; where not, segmentations are passed over.</param>
    /// <exception cref="InputException">Broken JSON, keys missing or of the wrong type, ids unknown or listed twice, no image: with file
    /// and JSON path.</exception>
    public static InstanceSet ReadTruth(string path, bool masks = true)
    {
        var set = Read(new InstanceReading(path, masks));
        return set.Images.Count > 0 ? set : throw new InputException(
            $"{path}: $.images", "no image", "at least one", "check that it is the right file");
    }

    /// <summary>Reads labels to learn from. Masks are not looked at before they are asked for.</summary>
    /// <param name="path">A COCO instances JSON.</param>
    /// <param name="report">Takes what is wrong with a record, which is left out then; it may throw it.</param>
    /// <param name="isCheck">Whether what only a scoring would mind is reported too.</param>
    /// <exception cref="InputException">Broken JSON, or a list that is missing.</exception>
    public static InstanceSet ReadLabels(string path, Action<InputException> report, bool isCheck = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Read(new InstanceReading(path, Masks: true) { IsLabels = true, IsCheck = isCheck, Report = report });
    }

    /// <summary>Reads detections: a list of image_id, category_id, score and segmentation or bbox.</summary>
    /// <param name="path">A COCO results JSON.</param>
    /// <param name="truth">The ground truth whose images they are of.</param>
    /// <param name="masks">Whether masks are wanted; a detection that has a box only then gets the box's mask.</param>
    /// <exception cref="InputException">As for ground truth; also an image that the ground truth lacks.</exception>
    public static InstanceSet ReadResults(string path, InstanceSet truth, bool masks = true)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var heads = InstanceHeads.Of(truth);
        var objects = new List<InstanceObject>();

        // pycocotools decides by the first entry: with a box there, areas are the boxes' and every entry needs one.
        bool? boxed = null;
        var (sha, stamp) = Walk(path, (ref JsonWalker json, bool isHeld) =>
        {
            json.EnterArray();
            while (json.NextElement())
            {
                objects.Add(InstanceRecord.ReadResult(ref json, heads, objects.Count + 1, masks, isHeld, ref boxed));
            }
        });
        return new InstanceSet(path, sha, truth.Images, truth.Categories, objects) { File = stamp, HasMasks = masks && stamp is not null };
    }

    // Masks are held where the file can be read once only.
    private delegate void Reading(ref JsonWalker json, bool isHeld);

    private static (string Sha256, FileStamp? Stamp) Walk(string path, Reading read)
    {
        using var hash = SHA256.Create();
        using var file = InputFolder.Open(path);
        var stamp = FileStamp.Of(path, file);
        using var stream = new CryptoStream(file, hash, CryptoStreamMode.Read);
        var json = new JsonWalker(stream, path);
        read(ref json, stamp is null);
        json.EndOfFile();
        return (Convert.ToHexStringLower(hash.Hash!), stamp);
    }

    // Images mostly stand before the annotations; where they do not, a first pass finds them. Categories often stand behind: an
    // unknown one is found at the end, and a second pass says where it is.
    private static InstanceSet Read(InstanceReading reading)
    {
        var (heads, problems) = (new InstanceHeads(), new List<InputException>());
        var read = Pass(reading, heads, problems);
        if (read is null || !heads.Know(read.Objects))
        {
            heads.IsWhole = true;
            read = Pass(reading, heads, problems)!;
        }

        problems.ForEach(problem => reading.Report!(problem));
        return read;
    }

    // Null where annotations came before what they refer to. What is wrong with heads stays in the list of problems; with objects, that of
    // the last pass.
    private static InstanceSet? Pass(InstanceReading reading, InstanceHeads heads, List<InputException> problems)
    {
        List<InstanceObject>? objects = null;
        var hasAnnotations = false;
        var ofObjects = new List<InputException>();
        Action<InputException>? report = reading.Report is null ? null : problems.Add;
        var (sha, stamp) = Walk(reading.Path, (ref JsonWalker json, bool isHeld) =>
        {
            json.EnterObject();
            while (json.NextProperty())
            {
                if (json.Name.SequenceEqual("images"u8) && !heads.IsWhole)
                {
                    heads.ReadImages(ref json, report);
                }
                else if (json.Name.SequenceEqual("categories"u8) && !heads.IsWhole)
                {
                    heads.ReadCategories(ref json, report);
                }
                else if (json.Name.SequenceEqual("annotations"u8))
                {
                    hasAnnotations = true;
                    if (heads.Images is not null)
                    {
                        objects = ReadObjects(
                            ref json, heads, reading with { Report = reading.Report is null ? null : ofObjects.Add }, isHeld);
                    }
                    else
                    {
                        json.Skip();
                    }
                }
                else
                {
                    json.Skip();
                }
            }
        });
        var missing = heads.Images is null ? "images" : heads.Categories is null ? "categories" : hasAnnotations ? null : "annotations";
        if (missing is not null)
        {
            throw new InputException(
                $"{reading.Path}: $", $"no key \"{missing}\"", "a COCO instances file", "point at the instances JSON file");
        }

        if (objects is null)
        {
            return null;
        }

        var set = new InstanceSet(
            reading.Path, sha, heads.Images!, heads.Categories!,
            objects)
        { File = stamp, HasMasks = reading.Masks && stamp is not null, IsChecked = !reading.IsLabels };
        if (heads.IsWhole || heads.Know(objects))
        {
            problems.AddRange(ofObjects);
        }

        return set;
    }

    private static List<InstanceObject> ReadObjects(ref JsonWalker json, InstanceHeads heads, InstanceReading reading, bool isHeld)
    {
        var ids = new AnnotationIds();
        return JsonList.Read(
            ref json, (ref JsonWalker json) => InstanceRecord.ReadTruth(ref json, heads, ids, reading, isHeld), reading.Report);
    }
}
