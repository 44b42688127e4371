using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>Builds the rows of houses on both sides of the street.</summary>
internal sealed class SceneHouses(SceneCanvas canvas, SeededRandom random)
{
    private const float Far = 160;
    private const float HouseDepth = 14;

    /// <summary>A row of houses with gaps.</summary>
    /// <param name="side">Meters from the street's line to the fronts.</param>
    /// <param name="outward">1 where the houses are on the right, -1 on the left.</param>
    public void Row(float side, int outward)
    {
        var light = (float)random.NextDouble(.65, 1.1);
        var gap = random.NextDouble(.05, .4);
        for (var near = (float)random.NextDouble(.5, 8); near < Far;)
        {
            var width = (float)random.NextDouble(6, 22);
            if (!random.NextBool(gap))
            {
                House(side, outward, near, width, light);
            }

            near += width + (random.NextBool(.3) ? (float)random.NextDouble(1, 5) : 0);
        }
    }

    private void House(float side, int outward, float near, float width, float light)
    {
        var height = (float)random.NextDouble(5, 24);
        var wall = SceneColors.Wall(random);
        var pane = new Vector3((float)random.NextDouble(.1, .35)) * SceneColors.Tint(random, .2);
        var pitch = (float)random.NextDouble(1.6, 3.4);
        var storey = (float)random.NextDouble(2.7, 3.6);
        var noise = new SceneNoise((uint)random.NextBits());
        var front = new FacadeLook(width, height, wall, pane, pitch, storey, light, noise);
        canvas.Along(side, near, near + width, 0, height, StreetClass.Building, 0, front);
        var end = front with { Width = HouseDepth, Light = light * (float)random.NextDouble(.7, 1) };
        canvas.Facing(
            Math.Min(side, side + (outward * HouseDepth)), Math.Max(side, side + (outward * HouseDepth)), 0, height, near,
            StreetClass.Building, 0, end);
    }
}
