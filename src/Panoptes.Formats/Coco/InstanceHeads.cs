using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Formats.Coco;

/// <summary>The images and categories of an instance file, which its objects refer to.</summary>
internal sealed class InstanceHeads
{
    private CocoIds imageIds = CocoIds.Numbers;
    private CocoIds categoryIds = CocoIds.Numbers;
    private Dictionary<long, InstanceImage> imageById = [];
    private HashSet<long> knownCategories = [];

    public IReadOnlyList<InstanceImage>? Images { get; private set; }

    public IReadOnlyList<InstanceCategory>? Categories { get; private set; }

    // Text ids become numbers once all of them are known.
    private bool isEarly;

    /// <summary>Whether both are known, and only objects are left to be read.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The heads of a ground truth, for its results.</summary>
    public static InstanceHeads Of(InstanceSet truth)
    {
        var heads = new InstanceHeads();
        heads.Set(truth.Images, CocoIds.Of(truth.Images.Select(i => (i.Key, i.Text is not null))));
        heads.Set(truth.Categories, CocoIds.Of(truth.Categories.Select(c => (c.Key, c.Text is not null))));
        return heads;
    }

    public void ReadImages(ref JsonWalker json, Action<InputException>? report)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = JsonList.Read(ref json, (ref JsonWalker json) =>
        {
            var index = json.Index;
            var fields = ImageFields.Read(ref json);
            var key = fields.Id ?? throw json.Bad("no key \"id\"", "the image's id");
            return seen.Add(key)
                ? (Fields: fields, Index: index)
                : throw json.Bad($"image id {key} a second time", "every id once", "remove one of them, or number them anew");
        }, report);
        var ids = CocoIds.Of(read.Select(i => (i.Fields.Id!, i.Fields.IsTextId)));
        Set(
            [.. read.Select(i => new InstanceImage(
                ids[i.Fields.Id!], i.Fields.FileName, i.Fields.Height,
                i.Fields.Width) { Text = ids.AreText ? i.Fields.Id : null, Index = i.Index })],
            ids);
    }

    public void ReadCategories(ref JsonWalker json, Action<InputException>? report)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = JsonList.Read(ref json, (ref JsonWalker json) =>
        {
            var fields = CategoryFields.Read(ref json);
            var key = fields.Id ?? throw json.Bad("no key \"id\"", "the category's id");
            return seen.Add(key) ? fields : throw json.Bad(
                $"category id {key} a second time", "every id once", "remove one of them, or number them anew");
        }, report);
        var ids = CocoIds.Of(read.Select(c => (c.Id!, c.IsTextId)));
        Set(
            [.. read.Select(c => new InstanceCategory(
                ids[c.Id!], c.Name ?? c.Id!) { Text = ids.AreText ? c.Id : null, Supercategory = c.Supercategory, Color = c.Color })],
            ids);
    }

    /// <summary>The image whose id the walker stands on.</summary>
    public InstanceImage Image(ref JsonWalker json) => imageIds.Find(ref json) is { } id && imageById.TryGetValue(id, out var image)
        ? image
        : throw json.Bad($"image {json.Identifier()}", "an id of \"images\"", "correct image_id, or add the image");

    /// <summary>The category whose id the walker stands on.</summary>
    /// <param name="json">Stands on the id.</param>
    /// <param name="mayBeUnknown">Whether an id that is none of the list is taken: results may have others, which count nowhere.</param>
    public long Category(ref JsonWalker json, bool mayBeUnknown)
    {
        // Where the categories come behind, they are looked at once all is read.
        isEarly |= Categories is null;
        var id = categoryIds.Find(ref json);
        return id is { } known && (mayBeUnknown || Categories is null || knownCategories.Contains(known)) ? known
            : mayBeUnknown || Categories is null ? long.MinValue
            : throw json.Bad($"category {json.Identifier()}", "an id of \"categories\"", "correct category_id, or add the category");
    }

    /// <summary>Whether what was read holds: all objects are of known categories.</summary>
    public bool Know(IEnumerable<InstanceObject> objects) =>
        !(isEarly && categoryIds.AreText) && objects.All(o => knownCategories.Contains(o.Category));

    private void Set(IReadOnlyList<InstanceImage> images, CocoIds ids) =>
        (Images, imageIds, imageById) = ([.. images.OrderBy(image => image.Id)], ids, images.ToDictionary(image => image.Id));

    private void Set(IReadOnlyList<InstanceCategory> categories, CocoIds ids) =>
        (Categories, categoryIds, knownCategories) = (
            [.. categories.OrderBy(category => category.Id)], ids, [.. categories.Select(category => category.Id)]);
}
