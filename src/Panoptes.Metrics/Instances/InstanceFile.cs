using System.Security.Cryptography;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Json;

namespace Panoptes.Metrics;

/// <summary>Reads COCO instance annotations and results files.</summary>
public static class InstanceFile
{
    /// <summary>Reads ground truth.</summary>
    /// <param name="path">A COCO instances JSON: images, categories, annotations.</param>
    /// <param name="masks">Whether masks are wanted; where not, segmentations are passed over.</param>
    /// <exception cref="InputException">Broken JSON, keys missing or of the wrong type, ids unknown or listed twice: with file and JSON path.</exception>
    public static InstanceSet ReadTruth(string path, bool masks = true)
    {
        // Images mostly stand before the annotations; where they do not, a first pass finds them. Categories often stand
        // behind: an unknown one is found at the end, and a second pass says where it is.
        var heads = new Heads();
        if (ReadTruth(path, masks, heads) is { } read && AreKnown(read))
        {
            return read;
        }

        heads.IsWhole = true;
        return ReadTruth(path, masks, heads)!;
    }

    /// <summary>Reads detections: a list of image_id, category_id, score and segmentation or bbox.</summary>
    /// <param name="path">A COCO results JSON.</param>
    /// <param name="truth">The ground truth whose images they are of.</param>
    /// <param name="masks">Whether masks are wanted; a detection that has a box only then gets the box's mask.</param>
    /// <exception cref="InputException">As for ground truth; also an image that the ground truth lacks.</exception>
    public static InstanceSet ReadResults(string path, InstanceSet truth, bool masks = true)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var imageById = truth.Images.ToDictionary(image => image.Id);
        var objects = new List<InstanceObject>();

        // pycocotools decides by the first entry: with a box there, areas are the boxes' and every entry needs one.
        bool? boxed = null;
        var (sha, stamp) = Walk(path, (ref JsonWalker json, bool isHeld) =>
        {
            json.EnterArray();
            while (json.NextElement())
            {
                objects.Add(ReadResult(ref json, imageById, objects.Count + 1, masks, isHeld, ref boxed));
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

    private static bool AreKnown(InstanceSet set)
    {
        var known = set.Categories.Select(c => c.Id).ToHashSet();
        return set.Objects.All(o => known.Contains(o.Category));
    }

    private sealed class Heads
    {
        public List<InstanceImage>? Images;
        public List<InstanceCategory>? Categories;
        public bool IsWhole;
    }

    // Null where annotations came before what they refer to.
    private static InstanceSet? ReadTruth(string path, bool masks, Heads heads)
    {
        List<InstanceObject>? objects = null;
        var hasAnnotations = false;
        var (sha, stamp) = Walk(path, (ref JsonWalker json, bool isHeld) =>
        {
            json.EnterObject();
            while (json.NextProperty())
            {
                if (json.Name.SequenceEqual("images"u8) && !heads.IsWhole)
                {
                    heads.Images = ReadList(ref json, ReadImage);
                }
                else if (json.Name.SequenceEqual("categories"u8) && !heads.IsWhole)
                {
                    heads.Categories = ReadList(ref json, ReadCategory);
                }
                else if (json.Name.SequenceEqual("annotations"u8))
                {
                    hasAnnotations = true;
                    if (heads.Images is not null)
                    {
                        objects = ReadObjects(ref json, path, heads, masks, isHeld);
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
            throw new InputException(path, $"no key \"{missing}\"", "a COCO instances file", "point at the instances JSON file");
        }

        Unique(heads.Categories!, category => category.Id, path, "categories");
        return objects is null
            ? null
            : new InstanceSet(path, sha, [.. heads.Images!.OrderBy(image => image.Id)], [.. heads.Categories!.OrderBy(category => category.Id)], objects) { File = stamp, HasMasks = masks && stamp is not null };
    }

    private static List<InstanceObject> ReadObjects(ref JsonWalker json, string path, Heads heads, bool masks, bool isHeld)
    {
        var imageById = Unique(heads.Images!, image => image.Id, path, "images");
        var categoryById = heads.Categories is { } known ? Unique(known, category => category.Id, path, "categories") : null;
        var (objects, ids) = (new List<InstanceObject>(), new HashSet<long>());
        json.EnterArray();
        while (json.NextElement())
        {
            var read = ReadTruthObject(ref json, imageById, categoryById, masks, isHeld);
            objects.Add(ids.Add(read.Id) ? read : throw json.Bad($"annotation id {read.Id} a second time", "every id once"));
        }

        return objects;
    }

    private delegate T ReadingOne<T>(ref JsonWalker json);

    private static List<T> ReadList<T>(ref JsonWalker json, ReadingOne<T> read)
    {
        var list = new List<T>();
        json.EnterArray();
        while (json.NextElement())
        {
            list.Add(read(ref json));
        }

        return list;
    }

    private static Dictionary<long, T> Unique<T>(List<T> items, Func<T, long> id, string path, string what)
    {
        var byId = new Dictionary<long, T>();
        foreach (var item in items)
        {
            if (!byId.TryAdd(id(item), item))
            {
                throw new InputException($"{path}: $.{what}", $"id {id(item)} twice", "every id once", "remove one of them");
            }
        }

        return byId;
    }

    private static InstanceImage ReadImage(ref JsonWalker json)
    {
        var (id, name, height, width) = ((long?)null, "", 0, 0);
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                id = json.Integer();
            }
            else if (json.Name.SequenceEqual("file_name"u8))
            {
                name = json.Text();
            }
            else if (json.Name.SequenceEqual("height"u8))
            {
                height = json.Integer(1, int.MaxValue);
            }
            else if (json.Name.SequenceEqual("width"u8))
            {
                width = json.Integer(1, int.MaxValue);
            }
            else
            {
                json.Skip();
            }
        }

        return new InstanceImage(id ?? throw json.Bad("no key \"id\"", "the image's id"), name, width > 0 ? height : 0, height > 0 ? width : 0);
    }

    private static InstanceCategory ReadCategory(ref JsonWalker json)
    {
        var (id, name) = ((long?)null, (string?)null);
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                id = json.Integer();
            }
            else if (json.Name.SequenceEqual("name"u8))
            {
                name = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return new InstanceCategory(id ?? throw json.Bad("no key \"id\"", "the category's id"), name ?? $"{id}");
    }

    private static InstanceObject ReadTruthObject(
        ref JsonWalker json, Dictionary<long, InstanceImage> images, Dictionary<long, InstanceCategory>? categories, bool masks, bool isHeld)
    {
        var fields = new Fields();
        fields.Read(ref json, images, masks, isTruth: true);
        var category = fields.Category ?? throw json.Bad("no key \"category_id\"", "the object's category");
        return new InstanceObject
        {
            Id = fields.Id ?? throw json.Bad("no key \"id\"", "the annotation's id"),
            Image = fields.Image!.Id,
            Category = categories?.ContainsKey(category) != false ? category : throw json.Bad($"category {category}", "an id of \"categories\""),
            IsCrowd = fields.IsCrowd ?? throw json.Bad("no key \"iscrowd\"", "0 or 1"),
            Area = fields.Area ?? throw json.Bad("no key \"area\"", "the object's area in pixels"),
            Box = fields.Box ?? (masks ? default : throw json.Bad("no key \"bbox\"", "[x, y, width, height]")),
            Mask = masks ? MaskOf(ref json, fields, isHeld) : null,
            Place = isHeld ? default : fields.Place,
        };
    }

    private static RunLengthMask? MaskOf(ref JsonWalker json, Fields fields, bool isHeld)
    {
        var segmentation = fields.Segmentation ?? throw json.Bad("no key \"segmentation\"", "polygons or run lengths");
        if (isHeld)
        {
            return segmentation.ToMask(ref json, fields.Image!);
        }

        segmentation.Check(ref json, fields.Image!);
        return null;
    }

    private static InstanceObject ReadResult(ref JsonWalker json, Dictionary<long, InstanceImage> images, long place, bool masks, bool isHeld, ref bool? boxed)
    {
        var fields = new Fields();
        fields.Read(ref json, images, masks, isTruth: false);
        boxed ??= fields.Box is not null;
        if (boxed.Value && fields.Box is null)
        {
            throw json.Bad("no key \"bbox\"", "a box in every entry, as in the first");
        }

        if (!boxed.Value && fields.Segmentation is null)
        {
            throw json.Bad("no key \"segmentation\"", "run lengths in every entry, as there are no boxes");
        }

        var image = fields.Image!;
        var mask = masks || fields.Box is null ? fields.Segmentation?.ToMask(ref json, image) : null;
        var box = fields.Box ?? mask!.Box;
        if (masks && mask is null)
        {
            mask = image.Height > 0 ? PolygonRasterizer.Fill(box, image.Height, image.Width, json.Where) : throw json.Bad("a box in an image without a size", "\"height\" and \"width\" in the ground truth's \"images\"");
        }

        return new InstanceObject
        {
            Id = place,
            Image = image.Id,
            Category = fields.Category ?? throw json.Bad("no key \"category_id\"", "the detection's category"),
            Score = fields.Score ?? throw json.Bad("no key \"score\"", "the detection's confidence"),
            Area = boxed.Value ? box.Area : mask!.Area,
            Box = box,
            Mask = isHeld ? mask : null,
            Place = !isHeld && (masks || fields.Box is null) ? fields.Place : default,
        };
    }

    private struct Fields
    {
        public long? Id;
        public InstanceImage? Image;
        public long? Category;
        public double? Score;
        public bool? IsCrowd;
        public double? Area;
        public MaskBox? Box;
        public Segmentation? Segmentation;
        public MaskPlace Place;

        public void Read(ref JsonWalker json, Dictionary<long, InstanceImage> images, bool masks, bool isTruth)
        {
            json.EnterObject();
            while (json.NextProperty())
            {
                if (json.Name.SequenceEqual("image_id"u8))
                {
                    var id = json.Integer();
                    Image = images.TryGetValue(id, out var image) ? image : throw json.Bad($"image {id}", "an id of the ground truth's \"images\"");
                }
                else if (json.Name.SequenceEqual("category_id"u8))
                {
                    Category = json.Integer();
                }
                else if (json.Name.SequenceEqual("bbox"u8))
                {
                    Box = ReadBox(ref json, mayBeEmpty: !isTruth);
                }
                else if (json.Name.SequenceEqual("segmentation"u8) && (masks || !isTruth))
                {
                    var begin = json.Begin;
                    Segmentation = Segmentation.Read(ref json);
                    Place = new MaskPlace(begin, checked((int)(json.End - begin)));
                }
                else if (isTruth && json.Name.SequenceEqual("id"u8))
                {
                    Id = json.Integer();
                }
                else if (isTruth && json.Name.SequenceEqual("iscrowd"u8))
                {
                    IsCrowd = json.Flag();
                }
                else if (isTruth && json.Name.SequenceEqual("area"u8))
                {
                    Area = json.Number();
                }
                else if (!isTruth && json.Name.SequenceEqual("score"u8))
                {
                    Score = json.Number();
                }
                else
                {
                    json.Skip();
                }
            }

            if (Image is null)
            {
                throw json.Bad("no key \"image_id\"", "the image's id");
            }
        }

        private static MaskBox? ReadBox(ref JsonWalker json, bool mayBeEmpty)
        {
            Span<double> box = stackalloc double[4];
            var n = 0;
            json.EnterArray();
            while (json.NextElement())
            {
                if (n < 4)
                {
                    box[n] = json.Number();
                }

                n++;
            }

            return n == 4 ? new MaskBox(box[0], box[1], box[2], box[3])
                : n == 0 && mayBeEmpty ? null
                : throw json.Bad($"{n} numbers", "[x, y, width, height]");
        }
    }
}
