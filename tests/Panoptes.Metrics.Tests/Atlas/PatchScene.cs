using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Maps;

namespace Panoptes.Metrics.Tests.Atlas;

/// <summary>A rectangle of one id and class, painted over those before it.</summary>
public sealed record Patch(int X, int Y, int Width, int Height, int Class, bool IsCrowd);

/// <summary>Small maps made of patches.</summary>
public sealed record PatchScene(int Width, int Height, IReadOnlyList<Patch> Truth, IReadOnlyList<Patch> Prediction)
{
    public const int Classes = 3;

    /// <summary>The frame; ids of patches are taken through a table, so that they can be renamed.</summary>
    public AtlasFrame Frame(Func<int, int>? rename = null) => AtlasFrame.Of("image", Map(Truth, rename), Map(Prediction, rename));

    public IndexMap Map(IReadOnlyList<Patch> patches, Func<int, int>? rename = null)
    {
        rename ??= id => id;
        var ids = new Plane<int>(Width, Height);
        for (var i = 0; i < patches.Count; i++)
        {
            var patch = patches[i];
            for (var y = patch.Y; y < Math.Min(Height, patch.Y + patch.Height); y++)
            {
                ids.Row(y)[Math.Min(Width, patch.X)..Math.Min(Width, patch.X + patch.Width)].Fill(rename(i + 1));
            }
        }

        var classes = patches.Select((patch, i) => (patch, i))
            .ToDictionary(x => rename(x.i + 1), x => new MapLabel(x.patch.Class, x.patch.IsCrowd));
        return IndexMap.Of(ids, id => classes.TryGetValue(id, out var known) ? known : null);
    }
}
