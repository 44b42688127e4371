using Panoptes.Formats.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>What a panoptic file is read for.</summary>
internal enum PanopticUse
{
    /// <summary>Ground truth to score against: areas and crowds are needed.</summary>
    Truth,

    /// <summary>A prediction: areas, crowds and categories are passed over.</summary>
    Prediction,

    /// <summary>Labels to learn from: areas and crowds may be missing.</summary>
    Labels,
}

/// <summary>Reads the lists of a panoptic file.</summary>
internal sealed class PanopticReader(PanopticUse use, Action<InputException>? report)
{
    private readonly List<InputException> doubles = [];
    private Dictionary<int, int> places = [];
    private IReadOnlyList<PanopticCategory> categories = [];

    public PanopticUse Use => use;

    public bool IsCheck { get; init; }

    public IReadOnlyList<InputException> Doubles => doubles;

    public IReadOnlyList<PanopticImage> Images { get; private set; } = [];

    public IReadOnlyList<PanopticCategory> Categories
    {
        get => categories;
        set => (categories, places) = (
            value, value.Select((category, place) => (category.Id, place)).ToDictionary(c => c.Id, c => c.place));
    }

    public void ReadCategories(ref JsonWalker json)
    {
        var ids = new HashSet<int>();
        var read = JsonList.Read(ref json, (ref JsonWalker json) =>
        {
            var category = CategoryFields.Read(ref json);
            var id = category.Id is { } key && CocoIds.NumberOf(key) is >= int.MinValue and <= int.MaxValue and var number
                ? (int)number
                : throw json.Bad(category.Id is null ? "no key \"id\"" : $"the id \"{category.Id}\"", "a category's id, a whole number");
            return ids.Add(id)
                ? new PanopticCategory(
                    id, category.Name ?? $"{id}", category.IsThing ?? throw json.Bad("no key \"isthing\"", "1 for things, 0 for stuff"))
                {
                    Supercategory = category.Supercategory,
                    Color = category.Color,
                }
                : throw json.Bad($"category id {id} a second time", "every id once");
        }, report);
        Categories = read.Count <= PanopticFile.MostCategories ? read : throw json.Bad(
            $"{read.Count} categories", $"at most {PanopticFile.MostCategories}");
    }

    public void ReadImages(ref JsonWalker json)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        Images = JsonList.Read(ref json, (ref JsonWalker json) =>
        {
            var index = json.Index;
            var image = ImageFields.Read(ref json);
            var id = image.Id ?? throw json.Bad("no key \"id\"", "the image's id");
            if (!ids.Add(id))
            {
                Double(json.Bad($"image id {id} a second time", "every id once"));
            }

            return new PanopticImage(id, image.FileName, image.Height, image.Width, index);
        }, report);
    }

    public List<PanopticAnnotation> ReadAnnotations(ref JsonWalker json)
    {
        var images = new HashSet<string>(StringComparer.Ordinal);
        return JsonList.Read(ref json, (ref JsonWalker json) =>
        {
            var index = json.Index;
            var (imageId, fileName, segments, details) = ((string?)null, (string?)null, (PanopticSegment[]?)null, (SegmentDetail[]?)null);
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
                    (segments, details) = ReadSegments(ref json);
                }
                else
                {
                    json.Skip();
                }
            }

            var annotation = new PanopticAnnotation(
                imageId ?? throw json.Bad("no key \"image_id\"", "the image's id"),
                fileName ?? throw json.Bad("no key \"file_name\"", "the name of the PNG"),
                segments ?? throw json.Bad("no key \"segments_info\"", "the image's segments"))
            { Index = index, Details = details };
            if (!images.Add(imageId))
            {
                Double(json.Bad($"image {imageId} a second time", "one annotation for each image", "join the two annotations"));
            }

            return annotation;
        }, report);
    }

    // Labels are refused with an id twice; published evaluators take it.
    private void Double(InputException problem)
    {
        if (use == PanopticUse.Labels)
        {
            throw problem;
        }

        doubles.Add(problem);
    }

    private (PanopticSegment[] Segments, SegmentDetail[]? Details) ReadSegments(ref JsonWalker json)
    {
        var (segments, details) = (new List<PanopticSegment>(), new List<SegmentDetail>());
        var seen = new Dictionary<int, int>();
        json.EnterArray();
        while (json.NextElement())
        {
            var mark = json.Mark;
            try
            {
                var (segment, detail) = ReadSegment(ref json);
                if (seen.TryAdd(segment.Id, segments.Count))
                {
                    segments.Add(segment);
                    details.Add(detail);
                }
                else
                {
                    Double(json.Bad($"segment id {segment.Id} a second time", "every id of an image once"));
                    segments[seen[segment.Id]] = segment;
                }
            }
            catch (InputException problem) when (report is not null && !json.IsBroken)
            {
                report(problem);
                json.LeaveTo(mark);
            }
        }

        return ([.. segments], IsCheck ? [.. details] : null);
    }

    private (PanopticSegment Segment, SegmentDetail Detail) ReadSegment(ref JsonWalker json)
    {
        var index = json.Index;
        var (id, category, isCrowd, area, box) = ((int?)null, (int?)null, (bool?)null, (long?)null, (MaskBox?)null);
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                id = json.Integer(use == PanopticUse.Labels ? 1 : 0, (1 << 24) - 1);
            }
            else if (json.Name.SequenceEqual("category_id"u8))
            {
                var known = json.IsString ? CocoIds.NumberOf(json.Text()) ?? throw json.Wrong("a whole number") : json.Integer();
                category = known is >= int.MinValue and <= int.MaxValue && places.TryGetValue((int)known, out var place)
                    ? place
                    : throw json.Bad(
                        $"category {known}", "an id of the ground truth's categories", "correct category_id, or add the category");
            }
            else if (use != PanopticUse.Prediction && json.Name.SequenceEqual("iscrowd"u8))
            {
                isCrowd = json.Flag();
            }
            else if (use != PanopticUse.Prediction && json.Name.SequenceEqual("area"u8))
            {
                area = json.Integer(0, int.MaxValue);
            }
            else if (IsCheck && json.Name.SequenceEqual("bbox"u8))
            {
                box = BoxField.Read(ref json, mayBeEmpty: false);
            }
            else
            {
                json.Skip();
            }
        }

        // A check goes on without them: they may be all that is wrong.
        Need(ref json, isCrowd is not null, "iscrowd", "0 or 1");
        Need(ref json, area is not null, "area", "the segment's area in pixels");
        return (new PanopticSegment(
            id ?? throw json.Bad("no key \"id\"", "the segment's id"),
            category ?? throw json.Bad("no key \"category_id\"", "the segment's category"),
            isCrowd ?? false,
            area ?? -1), new SegmentDetail(index, box));
    }

    private void Need(ref JsonWalker json, bool isThere, string key, string expected)
    {
        if (isThere || use == PanopticUse.Prediction)
        {
            return;
        }

        if (use == PanopticUse.Truth)
        {
            throw json.Bad($"no key \"{key}\"", expected);
        }

        if (IsCheck)
        {
            report!(json.Bad($"no key \"{key}\"", expected));
        }
    }
}
