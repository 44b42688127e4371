using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.PseudoLabels.Clustering;
using Panoptes.PseudoLabels.Files;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Reads what is given of an image: features, logits, ids and depth.</summary>
internal sealed class ClassSource
{
    private readonly MakeConfig config;
    private readonly StemFiles? files;
    private readonly StemFiles? flipped;
    private readonly StemFiles? windows;
    private readonly StemFiles? depths;

    /// <summary>Lists the files.</summary>
    /// <exception cref="InputException">A folder is missing.</exception>
    public ClassSource(MakeConfig config)
    {
        this.config = config;
        var ending = config.Source.Kind == ClassSourceKind.Ids ? ".png" : ".npy";
        files = config.Source.Folder is { } folder ? new StemFiles(folder, "source.folder", ending) : null;
        flipped = config.Source.Flipped is { } mirrored ? new StemFiles(mirrored, "source.flipped", ".npy") : null;
        windows = config.Source.Windows is { } windowed ? new StemFiles(windowed, "source.windows", ".npy") : null;
        depths = config.Depth.Folder is { } depth ? new StemFiles(depth, "depth.folder", ".npy", ".png") : null;
    }

    /// <summary>Whether clusters are to be found among features.</summary>
    public bool HasFeatures => config.Source.Kind is ClassSourceKind.Colors or ClassSourceKind.Features;

    /// <summary>Whether probabilities follow from depth.</summary>
    public bool BlendsByDepth => windows is not null;

    /// <summary>The files of an image besides itself, so that its labels can be told from those of other files.</summary>
    public IEnumerable<string> FilesOf(string stem) =>
        new[] { files, flipped, windows, depths }.OfType<StemFiles>().Select(listed => listed.Of(stem));

    /// <summary>How many features an image has, and how many numbers each.</summary>
    public (int Count, int Dimensions) FeatureSize(ListedImage image)
    {
        if (config.Source.Kind == ClassSourceKind.Colors)
        {
            var one = new RgbImage(1, 1);
            var cell = config.Source.ColorCell;
            var cells = ((image.LabelWidth(config.Scale) + cell - 1) / cell) * ((image.LabelHeight(config.Scale) + cell - 1) / cell);
            return (cells, ColorFeatures.Of(one, 1, 0).Channels);
        }

        var path = files!.Of(image.Stem);
        int[] shape = [.. NpyArray.ReadShape(path, "source.folder")];
        if (shape.Length < 3)
        {
            return (MapFile.Channels(path, config.Source.Layout, "source.folder").Pixels, 1);
        }

        return config.Source.Layout == MapLayout.Chw ? (shape[^1] * shape[^2], shape[^3]) : (shape[^2] * shape[^3], shape[^1]);
    }

    /// <summary>The features of an image, at a size of their own.</summary>
    public ChannelMap Features(ListedImage image)
    {
        var map = config.Source.Kind == ClassSourceKind.Colors
            ? ColorFeatures.Of(ReadImage(image), config.Source.ColorCell, config.Source.PlaceWeight)
            : MapFile.Channels(files!.Of(image.Stem), config.Source.Layout, "source.folder");
        if (config.Clustering.Cosine)
        {
            new FeatureRows(map.Channels, map.Values).Normalize();
        }

        return map;
    }

    /// <summary>How many clusters logits or ids have.</summary>
    public int GivenClusters(ListedImage first) => config.Source.Kind == ClassSourceKind.Ids
        ? config.Source.Clusters
        : MapFile.Channels(files!.Of(first.Stem), config.Source.Layout, "source.folder").Channels;

    /// <summary>The image at the labels' size.</summary>
    public RgbImage ReadImage(ListedImage image)
    {
        var read = ImageFile.ReadRgb(image.File);
        var (width, height) = (image.LabelWidth(config.Scale), image.LabelHeight(config.Scale));
        return read.Width == width && read.Height == height
            ? read
            : Resampler.Color(read, Geometry.Identity(read.Width, read.Height).Resize(width, height));
    }

    /// <summary>The depth of an image at the labels' size, NaN where unknown; null without.</summary>
    public Plane<float>? Depth(ListedImage image)
    {
        if (depths is null)
        {
            return null;
        }

        var depth = config.Depth.Reading.Read(MapFile.Numbers(depths.Of(image.Stem), "depth.folder"));
        var (width, height) = (image.LabelWidth(config.Scale), image.LabelHeight(config.Scale));
        return Resampler.Scalar(depth, Geometry.Identity(depth.Width, depth.Height).Resize(width, height), invalid: float.NaN);
    }

    /// <summary>The probabilities of the merged clusters, at the labels' size.</summary>
    public ChannelMap Probabilities(ListedImage image, Clusters clusters, Plane<float>? depth)
    {
        var (width, height) = (image.LabelWidth(config.Scale), image.LabelHeight(config.Scale));
        var found = config.Source.Kind switch
        {
            ClassSourceKind.Ids => OfIds(image, clusters.Count, width, height),
            ClassSourceKind.Logits => Maps.Probabilities.FromLogs(OfLogits(image, clusters.Count, width, height, depth)),
            _ => Maps.Probabilities.FromLogs(MapResizing.Bilinear(OfCenters(Features(image), clusters), width, height)),
        };
        return clusters.Final == clusters.Count ? found : Maps.Probabilities.Merge(found, clusters.Groups);
    }

    private ChannelMap OfIds(ListedImage image, int count, int width, int height)
    {
        var ids = MapFile.Ids(files!.Of(image.Stem), "source.folder");
        // Void is 255 or 65535; where there are more clusters, 255 is one of them.
        if (ids.Pixels.Where(id => id != 65535 && (id != 255 || count > 255)).DefaultIfEmpty().Max() is var most && most >= count)
        {
            throw new InputException(
                files.Of(image.Stem), $"the id {most}", $"ids below {count}, and {(count > 255 ? 65535 : 255)} for void",
                "set source.clusters");
        }

        var resized = Resampler.Ids(ids, Geometry.Identity(ids.Width, ids.Height).Resize(width, height), ushort.MaxValue);
        return Maps.Probabilities.FromIds(resized, count, config.Source.Trust);
    }

    // Averages are taken of log-probabilities.
    private ChannelMap OfLogits(ListedImage image, int count, int width, int height, Plane<float>? depth)
    {
        var whole = Logs(files!, image.Stem, "source.folder");
        Require.That(whole.Channels == count, files!.Of(image.Stem), $"{whole.Channels} channels", $"{count} as in the first image");
        if (flipped is not null)
        {
            var mirrored = Logs(flipped, image.Stem, "source.flipped");
            RequireSize(flipped.Of(image.Stem), mirrored, whole.Width, whole.Height, count);
            whole = MapBlending.AverageFlipped(whole, mirrored);
        }

        whole = MapResizing.Bilinear(whole, width, height);
        if (windows is null)
        {
            return whole;
        }

        var path = windows.Of(image.Stem);
        var parts = MapFile.Windows(path, config.Source.Layout, "source.windows").Select(Maps.Probabilities.LogSoftmax).ToArray();
        var stitched = WindowStitching.Stitch(parts, width, height, config.Source.WindowStride, path);
        RequireSize(path, stitched, width, height, count);
        return MapBlending.ByDepth(whole, stitched, depth!);
    }

    private ChannelMap Logs(StemFiles listed, string stem, string source) =>
        Maps.Probabilities.LogSoftmax(MapFile.Channels(listed.Of(stem), config.Source.Layout, source));

    private static void RequireSize(string path, ChannelMap map, int width, int height, int channels) => Require.That(
        map.Width == width && map.Height == height && map.Channels == channels, path, $"{map.Width}x{map.Height}, {map.Channels} channels",
        $"{width}x{height}, {channels} channels", "write it again");

    private ChannelMap OfCenters(ChannelMap features, Clusters clusters)
    {
        var logs = new ChannelMap(features.Width, features.Height, clusters.Count);
        var nearest = new Nearest(clusters.Centers!);
        var scale = (float)(-config.Source.Sharpness / Math.Max(1e-12, clusters.Spread));
        for (var i = 0; i < features.Pixels; i++)
        {
            var row = logs.Of(i);
            nearest.Squares(features.Of(i), row);
            foreach (ref var value in row)
            {
                value *= scale;
            }
        }

        return logs;
    }
}
