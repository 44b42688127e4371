using Panoptes.Data.PseudoLabels;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.PseudoLabels.Making;

/// <summary>The two label files of an image. That of instances is written first: where both are there, both are whole.</summary>
internal sealed class LabelPair
{
    private readonly string semantic;
    private readonly string instance;

    /// <summary>Plans the files.</summary>
    public LabelPair(OutputFolder folder, ListedImage image)
    {
        semantic = folder.File($"{image.Stem}{PseudoLabelPairs.Semantic}.png", image.File);
        instance = folder.File($"{image.Stem}{PseudoLabelPairs.Instance}.png", image.File);
    }

    /// <summary>Removes what a killed call left half-written.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, ".*.png.*.tmp"))
        {
            File.Delete(file);
        }
    }

    /// <summary>The maps as they are stored; null where they are missing or cannot be read.</summary>
    public (Plane<ushort> Semantic, Plane<ushort> Instances)? Read()
    {
        try
        {
            var (classes, instances) = (PngFile.ReadLabels<ushort>(semantic), PngFile.ReadLabels<ushort>(instance));
            return classes.Width == instances.Width && classes.Height == instances.Height ? (classes, instances) : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Writes both.</summary>
    public void Write(Plane<ushort> classes, Plane<ushort> instances, ushort voidId, int bits)
    {
        PngFile.WriteIds(instance, instances, bits);
        PngFile.WriteIds(semantic, classes, voidId > byte.MaxValue ? 16 : 8);
    }
}
