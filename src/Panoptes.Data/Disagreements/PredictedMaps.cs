using Panoptes.Data.Classes;
using Panoptes.Formats.Files;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Disagreements;

/// <summary>
/// A folder of predicted label maps of the data set's own ids, as <c>predict</c> and <c>eval --save-predictions</c> write them. A sample's
/// map is called as the sample, as its split and the sample, or as the last part of its name where no other map is called so.
/// </summary>
public sealed class PredictedMaps
{
    private readonly Dictionary<string, string> files;
    private readonly ILookup<string, string> byLeaf;

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">There is no such folder, or no PNG in it.</exception>
    public PredictedMaps(string folder)
    {
        Folder = folder;
        files = KeyedFiles.List(folder, _ => { })
            .Where(file => file.Value.EndsWith(".png", StringComparison.OrdinalIgnoreCase)).ToDictionary();
        Require.That(
            files.Count > 0, "--predictions", $"{folder}, which has no PNG", "a folder of predicted label maps, or of a run",
            "write them with panoptes predict, or eval --save-predictions");
        byLeaf = files.ToLookup(file => Leaf(file.Key), file => file.Value, StringComparer.Ordinal);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The map of a sample; null where there is none.</summary>
    /// <param name="split">The sample's split.</param>
    /// <param name="name">Its name.</param>
    public string? Find(string split, string name)
    {
        foreach (var key in (string[])[$"{split}/{name}", name, $"{name}_labelIds"])
        {
            if (files.TryGetValue(key, out var file))
            {
                return file;
            }
        }

        return byLeaf[Leaf(name)].Take(2).ToArray() is [var one] ? one : null;
    }

    /// <summary>Reads a map as train ids, at the size of the labels that it is held against.</summary>
    /// <param name="file">The map.</param>
    /// <param name="classes">The class table; ids that it does not list are void.</param>
    /// <param name="width">The labels' width in pixels.</param>
    /// <param name="height">The labels' height.</param>
    /// <exception cref="InputException">It cannot be read, or has another aspect ratio.</exception>
    public static Plane<ushort> Read(string file, ClassTable classes, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var stored = LabelFile.Read(file);
        var ids = stored.Map(id => classes.TryGetTrainId(id, out var train) ? (ushort)train : (ushort)classes.VoidTrainId);
        if ((ids.Width, ids.Height) == (width, height))
        {
            return ids;
        }

        var geometry = Geometry.Identity(width, height).ForSource(ids.Width, ids.Height, file, "the labels");
        return Resampler.Ids(ids, geometry, (ushort)classes.VoidTrainId);
    }

    private static string Leaf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
