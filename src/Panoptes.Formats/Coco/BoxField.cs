using Panoptes.Formats.Json;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>A box as COCO writes it.</summary>
internal static class BoxField
{
    /// <summary>Reads [x, y, width, height]; null for an empty list, where that is allowed.</summary>
    public static MaskBox? Read(ref JsonWalker json, bool mayBeEmpty)
    {
        Span<double> box = stackalloc double[4];
        var n = 0;
        json.EnterArray();
        while (json.NextElement())
        {
            if (n < 4)
            {
                box[n] = json.Number();
            }

            n++;
        }

        return n == 4 ? new MaskBox(box[0], box[1], box[2], box[3])
            : n == 0 && mayBeEmpty ? null
            : throw json.Bad($"{n} numbers", "[x, y, width, height]");
    }
}
