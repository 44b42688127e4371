using Panoptes.Data.Samples;
using Panoptes.Experiments.Predictions;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Experiments.LabelReports;

/// <summary>The objects of a COCO results JSON, by image of a data set; ids are those that <c>eval --save-predictions</c> writes.</summary>
internal sealed class ResultObjects : IDisposable
{
    private readonly InstanceSet set;
    private readonly InstanceMasks masks;
    private readonly ILookup<long, InstanceObject> byImage;
    private readonly IReadOnlyList<long> images;
    private readonly Dictionary<long, int> classes;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="truth">The data set.</param>
    /// <exception cref="InputException">It is broken, or of other images.</exception>
    public ResultObjects(string path, IDataset truth)
    {
        var predicted = PredictedImage.Of(truth);
        var areNumbers = predicted.All(image => long.TryParse(image.Id, out _));
        var order = predicted.Select(image => image.Id).Order(StringComparer.Ordinal).ToList();
        var heads = predicted.Select(image =>
        {
            var header = ImageFile.ReadHeader(image.File);
            return new InstanceImage(
                areNumbers ? long.Parse(image.Id, System.Globalization.CultureInfo.InvariantCulture) : order.IndexOf(image.Id) + 1,
                image.FileName, header.Height, header.Width)
            {
                Text = areNumbers ? null : image.Id,
            };
        }).ToList();
        images = [.. heads.Select(image => image.Id)];
        classes = Enumerable.Range(0, truth.Classes.Count).ToDictionary(id => (long)truth.Classes[id].RawId);
        set = InstanceFile.ReadResults(
            path,
            new InstanceSet(
                truth.Name, "", [.. heads.OrderBy(image => image.Id)],
                [.. classes.Keys.Order().Select(id => new InstanceCategory(id, truth.Classes.Names[classes[id]]))], []));
        masks = new InstanceMasks(set);
        byImage = set.Objects.ToLookup(one => one.Image);
    }

    /// <summary>The objects of an image.</summary>
    /// <param name="index">The image's place in the data set.</param>
    /// <exception cref="InputException">An object is of no class of the data set.</exception>
    public IEnumerable<ScoredLabel> Of(int index) => byImage[images[index]].Select(one => new ScoredLabel(
        classes.TryGetValue(one.Category, out var id) ? id : throw new InputException(
            $"{set.Source}: $[{one.Index}].category_id", $"{one.Category}",
            $"an id of the data set's classes, such as {classes.Keys.First()}", "score it against the data set that it was made for"),
        Math.Clamp(one.Score, 0, 1), masks.Of(one)!)).Where(one => one.Mask.Area > 0);

    /// <inheritdoc/>
    public void Dispose() => masks.Dispose();
}
