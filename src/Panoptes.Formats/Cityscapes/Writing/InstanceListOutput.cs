using System.Globalization;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Cityscapes.Writing;

/// <summary>
/// Writes instance predictions as Cityscapes' instance-level evaluation takes them: for a frame <c>NAME_pred.txt</c>, a line of mask
/// file, label id and score an object, and the masks as PNGs in the folder <c>masks</c> beside it. A list appears after its masks.
/// </summary>
public sealed class InstanceListOutput
{
    private readonly OutputFolder folder;
    private readonly int most;
    private readonly Dictionary<string, (string List, string[] Masks)> paths = new(StringComparer.Ordinal);

    /// <summary>Begins a plan.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="most">The most objects that an image has; at least 1.</param>
    public InstanceListOutput(OutputFolder folder, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        (this.folder, this.most) = (folder, most);
    }

    /// <summary>Plans the files of an image.</summary>
    /// <param name="name">The frame's name, with folders before it where there are any.</param>
    /// <param name="source">The image that the name follows from.</param>
    /// <exception cref="InputException">The name cannot stand in a list, or a file would harm something.</exception>
    public void Plan(string name, string source)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Path.GetFileName(name).Contains(' ', StringComparison.Ordinal))
        {
            throw new InputException(
                source, $"the name \"{name}\"", "a name without a space, which parts the columns of Cityscapes' lists",
                "rename it, or write --format coco");
        }

        var masks = Path.Combine(Path.GetDirectoryName(name) ?? "", "masks");
        paths[name] = (
            folder.File($"{name}_pred.txt", source),
            [.. Enumerable.Range(0, most).Select(i => folder.File($"{masks}/{Path.GetFileName(name)}_{i:000}.png", source))]);
    }

    /// <summary>Writes an image's files.</summary>
    /// <param name="name">The frame's name, as planned.</param>
    /// <param name="instances">Label id, score and pixels of each object; at most as many as were planned.</param>
    public void Add(string name, IReadOnlyList<(int Label, double Score, RunLengthMask Mask)> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instances.Count, most);
        var (list, masks) = paths[name];

        // A list of an earlier call would name the new masks.
        File.Delete(list);
        var text = new StringBuilder();
        for (var i = 0; i < instances.Count; i++)
        {
            var (label, score, mask) = instances[i];
            var pixels = mask.Decode();
            pixels.Pixels.AsSpan().Replace((byte)1, byte.MaxValue);
            PngFile.WriteGray(masks[i], pixels);
            text.Append(CultureInfo.InvariantCulture, $"masks/{Path.GetFileName(masks[i])} {label} {score:R}\n");
        }

        foreach (var spare in masks.Skip(instances.Count))
        {
            File.Delete(spare);
        }

        AtomicFile.WriteText(list, text.ToString());
    }
}
