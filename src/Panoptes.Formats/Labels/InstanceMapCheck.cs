using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Formats.Labels;

/// <summary>What a number in a map stands for.</summary>
/// <param name="Class">Its class, <see cref="Void"/>, or null where it agrees with anything: its reader has refused it already.</param>
/// <param name="Name">What its label is called.</param>
public readonly record struct MeantClass(int? Class, string Name)
{
    /// <summary>The class of what is ignored.</summary>
    public const int Void = -1;

    /// <summary>A number that stands for nothing.</summary>
    public static MeantClass Unknown { get; } = new(-2, "no label");
}

/// <summary>
/// Holds an instance map against the label map of the same frame: both must name one class at every pixel. An instance map that was
/// saved with 8 bits, or belongs to another frame, does not.
/// </summary>
/// <param name="encoding">How the instance map holds label ids.</param>
/// <param name="ofInstances">What a label id of the instance map means.</param>
/// <param name="ofLabels">What an id of the label map means.</param>
public sealed class InstanceMapCheck(InstanceEncoding encoding, Func<int, MeantClass> ofInstances, Func<int, MeantClass> ofLabels)
{
    /// <summary>What the check of two files finds; null where they agree. Ids that are unknown are left to their readers.</summary>
    /// <exception cref="InputException">A file is broken, or no label map.</exception>
    public InputException? Problem(string instanceFile, string labelFile)
    {
        var (instances, labels) = (LabelFile.Read(instanceFile), LabelFile.Read(labelFile));
        return instances.Width != labels.Width || instances.Height != labels.Height
            ? new InputException(
                instanceFile, $"{instances.Width}x{instances.Height} pixels", $"{labels.Width}x{labels.Height} as in {labelFile}",
                "write both maps from one annotation")
            : Problem<ushort>(instanceFile, instances.Pixels, labelFile, labels.Pixels, labels.Width);
    }

    /// <summary>The same of maps in memory.</summary>
    /// <param name="instanceFile">Where the instance map comes from.</param>
    /// <param name="instances">Its numbers, row-major.</param>
    /// <param name="labelFile">Where the label map comes from.</param>
    /// <param name="labels">Its ids, of the same size.</param>
    /// <param name="width">Pixels in a row.</param>
    public InputException? Problem<T>(
        string instanceFile, ReadOnlySpan<ushort> instances, string labelFile, ReadOnlySpan<T> labels, int width)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (seen, before) = (new HashSet<(int, int)>(), (-1, -1));
        for (var i = 0; i < instances.Length; i++)
        {
            var pair = (Value: (int)instances[i], Label: int.CreateTruncating(labels[i]));
            if (pair == before)
            {
                continue;
            }

            before = pair;
            if (seen.Add(pair) && !Agree(pair.Value, pair.Label))
            {
                return Disagreement(instanceFile, pair.Value, labelFile, pair.Label, i % width, i / width);
            }
        }

        return null;
    }

    /// <summary>Whether a number of the instance map and an id of the label map name one class.</summary>
    public bool Agree(int instance, int label) =>
        ofInstances(encoding.LabelOf(instance)).Class is not { } a || ofLabels(label).Class is not { } b || a == b;

    private InputException Disagreement(string instanceFile, int value, string labelFile, int label, int x, int y)
    {
        var id = encoding.LabelOf(value);
        var cut = File.Exists(instanceFile) && LabelFile.Header(instanceFile).BitDepth <= 8;
        return new InputException(
            instanceFile,
            $"{value} (label {id} \"{ofInstances(id).Name}\") at pixel ({x},{y}){(cut ? " of an 8-bit map" : "")}, where {labelFile} "
                + $"holds {label} \"{ofLabels(label).Name}\"",
            $"{encoding.Rule}, of the same class",
            cut ? "write the instance map with 16 bits: 8 cut its numbers" : "write both maps from one annotation");
    }
}
