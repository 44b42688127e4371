using System.Numerics;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;

namespace Panoptes.Formats.Cityscapes;

/// <summary>What must hold of Cityscapes' maps, whoever reads them.</summary>
public static class CityscapesMaps
{
    private static readonly InstanceMapCheck Check = new(InstanceEncoding.Cityscapes, Meant, Meant);

    /// <summary>The label of an id in a file.</summary>
    /// <exception cref="InputException">There is no such label.</exception>
    public static CityscapesLabel Label(string path, int id) =>
        id >= 0 && id < CityscapesLabel.All.Count ? CityscapesLabel.All[id] : throw new InputException(
            path, $"label id {id}", $"ids 0..{CityscapesLabel.All.Count - 1} of Cityscapes' labelIds",
            "write label ids, not train ids or colors");

    /// <summary>Whether a number of an instance map and a label id name one class; ignored labels are all one.</summary>
    public static bool Agree(int instance, int label) => Check.Agree(instance, label);

    /// <summary>Requires that two maps of a frame agree.</summary>
    /// <param name="frame">The frame; one without label ids has nothing to agree with.</param>
    /// <param name="instances">The numbers of its instance map.</param>
    /// <param name="labels">The ids of its label map, of the same size.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <exception cref="InputException">They name different classes at a pixel.</exception>
    public static void RequireAgreement<T>(CityscapesFrame frame, ReadOnlySpan<ushort> instances, ReadOnlySpan<T> labels, int width)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.LabelIds is not null && Check.Problem(frame.InstanceIds, instances, frame.LabelIds, labels, width) is { } problem)
        {
            throw problem;
        }
    }

    private static MeantClass Meant(int id) => id >= CityscapesLabel.All.Count ? MeantClass.Unknown
        : CityscapesLabel.All[id].IsIgnored ? new MeantClass(MeantClass.Void, CityscapesLabel.All[id].Name)
        : new MeantClass(id, CityscapesLabel.All[id].Name);
}
