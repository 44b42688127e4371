using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Indexing;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>Makes the pictures of samples when they are asked for, a few at a time, and keeps the last ones.</summary>
internal sealed class SamplePictures(BrowsedData data) : IDisposable
{
    /// <summary>The longer side of a small picture in pixels.</summary>
    public const int SmallSide = 360;

    /// <summary>The longer side of a large picture whose pixels are asked for.</summary>
    public const int LargeSide = 1024;

    private const long MostBytes = 192 << 20;
    private const int Quality = 85;
    private readonly PictureShelf<(PictureKind Kind, int Place)> shelf = new(MostBytes);
    private readonly SemaphoreSlim makers = new(Environment.ProcessorCount);

    /// <summary>A picture; an empty one where the sample has none of that kind.</summary>
    /// <exception cref="Foundation.InputException">A file cannot be read.</exception>
    public async Task<byte[]> Get(PictureKind kind, int place, CancellationToken cancel)
    {
        if (shelf.Find((kind, place)) is { } kept)
        {
            return kept;
        }

        await makers.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => shelf.Get((kind, place), () => Make(kind, place)), cancel);
        }
        finally
        {
            makers.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => makers.Dispose();

    private byte[] Make(PictureKind kind, int place)
    {
        var sample = data.Index.Samples[place];
        var dataset = data.Index.Splits[sample.Split].Dataset;
        if (kind is PictureKind.Photograph or PictureKind.LargePhotograph)
        {
            return JpegFile.Encode(Photograph(dataset, sample.Index, kind == PictureKind.Photograph ? SmallSide : int.MaxValue), Quality);
        }

        var isPredicted = kind is >= PictureKind.Predicted;
        if ((isPredicted ? Predicted(sample) : SampleLabels.Read(dataset, sample.Index)) is not { } labels)
        {
            return [];
        }

        return kind switch
        {
            PictureKind.Labels or PictureKind.Predicted => LabelPicture.Png(labels.Fit(SmallSide), dataset.Classes),
            PictureKind.LargeLabels or PictureKind.LargePredicted => LabelPicture.Png(labels, dataset.Classes),
            PictureKind.Ids or PictureKind.PredictedIds => LabelPicture.Ids(labels.Fit(SmallSide)),
            _ => LabelPicture.Ids(labels.Fit(LargeSide)),
        };
    }

    private SampleLabels? Predicted(IndexedSample sample)
    {
        var split = data.Index.Splits[sample.Split];
        return sample.LabelWidth > 0 && data.Predictions?.Find(split.Name, sample.Name) is { } file
            ? new SampleLabels(PredictedMaps.Read(file, split.Dataset.Classes, sample.LabelWidth, sample.LabelHeight), null) : null;
    }

    private static RgbImage Photograph(IDataset dataset, int index, int side)
    {
        if (!dataset.ImagesAreFiles)
        {
            return DisplaySize.Fit(dataset.Load(index, SampleParts.Image).Image, side, side);
        }

        var file = dataset.Files(index).Image;
        var header = ImageFile.ReadHeader(file);
        var factor = Math.Min(1, (double)side / Math.Max(header.Width, header.Height));
        var shrink = Geometry.Identity(header.Width, header.Height).Resize(
            Math.Max(1, (int)Math.Round(header.Width * factor)), Math.Max(1, (int)Math.Round(header.Height * factor)));
        var (image, geometry) = ImageFile.ReadFor(file, shrink);
        return geometry.IsCopy ? image : Resampler.Color(image, geometry);
    }
}
