using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>A house front: storeys of windows in a wall.</summary>
/// <param name="Width">Meters across.</param>
/// <param name="Height">Meters up.</param>
/// <param name="Wall">Color of the wall.</param>
/// <param name="Window">Color of the panes.</param>
/// <param name="Pitch">Meters from window to window.</param>
/// <param name="Storey">Meters from storey to storey.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Its texture.</param>
internal readonly record struct FacadeLook(
    float Width, float Height, Vector3 Wall, Vector3 Window, float Pitch, float Storey, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        float x = u * Width, y = v * Height;
        var texture = 1 + (.08f * Noise.Smooth(x * 1.3f, y * 1.3f)) + (.05f * Noise.Cell((int)(x * 12), (int)(y * 12)));
        color = Wall * texture;
        float column = x / Pitch, storey = y / Storey;
        float fx = column - MathF.Floor(column), fy = storey - MathF.Floor(storey);
        var shop = storey < 1;
        var pane = shop ? fx is > .08f and < .92f && fy is > .1f and < .75f : fx is > .28f and < .72f && fy is > .3f and < .8f;
        if (blur > Pitch * .4f)
        {
            color = (color * .75f) + (Window * .25f);
        }
        else if (pane && y < Height - .6f)
        {
            var lit = Noise.Cell((int)column + 91, (int)storey + 17);
            color = Window * (1 + (.5f * lit)) + new Vector3(lit > .75f ? .25f : 0);
        }
        else if (y > Height - .5f)
        {
            color *= .7f;
        }

        color *= Light;
        return true;
    }
}
