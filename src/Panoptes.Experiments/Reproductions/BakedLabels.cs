using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Experiments.Reproductions;

/// <summary>
/// Writes the true labels of scenes as a folder of pseudo-labels, right or broken. What is broken is broken in the files: nothing that
/// reads them can move an image and its labels differently.
/// </summary>
internal static class BakedLabels
{
    private const string Verb = "reproduce";
    private const byte Void = 255;

    /// <summary>Writes a folder; does nothing where it is whole.</summary>
    /// <param name="scenes">The scenes, in COCO's panoptic form.</param>
    /// <param name="split">Their split.</param>
    /// <param name="config">How labels are made.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>False where nothing was to be done.</returns>
    /// <exception cref="InputException">The folder holds something else.</exception>
    public static bool Write(string scenes, string split, BakedLabelsConfig config, string folder)
    {
        var dataset = Datasets.Open(new DataConfig { Root = scenes, Format = DataFormat.CocoPanoptic }, split);
        var first = dataset.Load(0, SampleParts.Segments).Segments!.Ids;
        var native = new LabelSize(first.Width, first.Height);
        var geometry = Baked(config, native);
        var things = dataset.Classes.Things.ToHashSet();
        var contract = new LabelContract
        {
            Producer = new LabelProducer($"panoptes reproduce ({config.Baking.ToString().ToLowerInvariant()})"),
            Native = native,
            Label = new LabelSize(geometry.Width, geometry.Height),
            Scale = config.Scale,
            Clusters = dataset.Classes.Count,
            Resampling = config.Baking == LabelBaking.Floor ? LabelResampling.NearestFloor : LabelResampling.NearestCenter,
            Split = ClusterSplit.Ids(dataset.Classes.Count, [.. things.Order()]),
        };
        // Written last, so that a folder with a contract is whole.
        var file = Path.Combine(folder, LabelContractFile.Name);
        if (File.Exists(file) && File.ReadAllText(file) == LabelContractFile.ToText(contract))
        {
            return false;
        }

        var plan = new OutputPlan(Verb);
        plan.RemoveOwn(folder);
        var target = plan.Folder(folder);
        string Planned(int index, string ending) =>
            target.File($"{Path.GetFileNameWithoutExtension(dataset.Files(index).Image)}{ending}.png", "--folder");
        var pairs = Enumerable.Range(0, dataset.Count)
            .Select(i => (Semantic: Planned(i, PseudoLabelPairs.Semantic), Instance: Planned(i, PseudoLabelPairs.Instance))).ToArray();
        target.File(LabelContractFile.Name, "--folder");
        using var writing = plan.Begin();
        Parallel.For(0, dataset.Count, i =>
        {
            var (semantic, instance) = Maps(dataset.Load(i, SampleParts.Segments).Segments!, things);
            PngFile.WriteGray(pairs[i].Semantic, Moved(semantic, geometry, config.Baking, Void));
            PngFile.WriteGray(pairs[i].Instance, Moved(instance, geometry, config.Baking, 0));
        });
        LabelContractFile.Write(file, contract);
        return true;
    }

    private static Geometry Baked(BakedLabelsConfig config, LabelSize native)
    {
        var (width, height) = ((int)Math.Round(native.Width * config.Scale), (int)Math.Round(native.Height * config.Scale));
        var whole = Geometry.Identity(native.Width, native.Height);
        return config.Baking == LabelBaking.Window
            ? whole.Crop((native.Width - width) / 2, (native.Height - height) / 2, width, height)
            : whole.Resize(width, height);
    }

    private static (Plane<byte> Semantic, Plane<byte> Instance) Maps(SegmentMap segments, HashSet<int> things)
    {
        var (classes, objects) = (new Dictionary<int, byte> { [0] = Void }, new Dictionary<int, byte> { [0] = 0 });
        foreach (var segment in segments.Segments)
        {
            classes[segment.Id] = (byte)segment.CategoryTrainId;
            objects[segment.Id] = things.Contains(segment.CategoryTrainId) ? checked((byte)objects.Values.Max(id => id + 1)) : (byte)0;
        }

        return (segments.Ids.Map(id => classes[id]), segments.Ids.Map(id => objects[id]));
    }

    private static Plane<byte> Moved(Plane<byte> map, Geometry geometry, LabelBaking baking, byte fill)
    {
        if (baking != LabelBaking.Floor)
        {
            return Resampler.Ids(map, geometry, fill);
        }

        // As torch's nearest: the pixel at floor(i * in / out).
        var moved = new Plane<byte>(geometry.Width, geometry.Height);
        for (var y = 0; y < moved.Height; y++)
        {
            for (var x = 0; x < moved.Width; x++)
            {
                moved[x, y] = map[x * map.Width / moved.Width, y * map.Height / moved.Height];
            }
        }

        return moved;
    }
}
