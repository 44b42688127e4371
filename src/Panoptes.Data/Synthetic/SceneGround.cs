using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>Paints sky, road and pavement: everything that is there before anything stands on it.</summary>
internal static class SceneGround
{
    /// <summary>Paints the whole background.</summary>
    /// <param name="canvas">An empty canvas.</param>
    /// <param name="halfRoad">Half the road's width in meters.</param>
    /// <param name="offset">Meters from the street's line to the road's middle.</param>
    /// <param name="random">Colors and markings.</param>
    public static void Paint(SceneCanvas canvas, float halfRoad, float offset, SeededRandom random)
    {
        var noise = new SceneNoise((uint)random.NextBits());
        PaintSky(canvas, noise, random);
        var asphalt = new Vector3((float)random.NextDouble(.22, .42)) * SceneColors.Tint(random, .06);
        var paving = new Vector3((float)random.NextDouble(.38, .62)) * SceneColors.Tint(random, .12);
        var slab = (float)random.NextDouble(.5, 1.2);
        var dashes = random.NextBool(.8);
        var camera = canvas.Camera;
        for (var y = Math.Max(0, (int)(camera.Horizon + 1)); y < canvas.Height; y++)
        {
            var depth = camera.Focal * camera.Height / (y + .5f - camera.Horizon);
            var blur = depth / camera.Focal;
            for (var x = 0; x < canvas.Width; x++)
            {
                var side = ((((x + .5f) - camera.CenterX) / camera.Focal) - camera.Slope) * depth;
                var across = side - offset;
                var isRoad = Math.Abs(across) < halfRoad;
                var grain = (.10f * noise.Smooth(side * 1.1f, depth * .6f)) + (.08f * noise.Cell((int)(side * 30), (int)(depth * 30)));
                var color = (isRoad ? asphalt : paving) * (1 + grain);
                if (isRoad)
                {
                    var middle = Math.Abs(across) < .08f + (blur * .5f) && (!dashes || (int)(depth / 3) % 2 == 0);
                    var edge = Math.Abs(Math.Abs(across) - halfRoad + .4f) < .07f + (blur * .3f);
                    color = middle || edge ? Vector3.Lerp(color, new Vector3(.8f), .75f) : color;
                }
                else if (Math.Abs(across) < halfRoad + .18f)
                {
                    color *= 1.25f;
                }
                else if (blur < .1f && (Fraction(side / slab) < .04f || Fraction(depth / slab) < .04f))
                {
                    color *= .8f;
                }

                canvas.Put((y * canvas.Width) + x, depth, isRoad ? StreetClass.Road : StreetClass.Pavement, 0, color);
            }
        }
    }

    private static void PaintSky(SceneCanvas canvas, SceneNoise noise, SeededRandom random)
    {
        var overcast = (float)random.NextDouble();
        var zenith = Vector3.Lerp(new Vector3(.3f, .5f, .85f), new Vector3(.6f, .62f, .65f), overcast);
        var low = Vector3.Lerp(new Vector3(.75f, .85f, .95f), new Vector3(.85f), overcast);
        var scale = 6f / canvas.Width;
        for (var y = 0; y < canvas.Height; y++)
        {
            var t = Math.Clamp(y / Math.Max(1, canvas.Camera.Horizon), 0, 1);
            var clear = Vector3.Lerp(zenith, low, t);
            for (var x = 0; x < canvas.Width; x++)
            {
                var cloud = noise.Smooth(x * scale, y * scale * 2.5f) + (.5f * noise.Smooth(x * scale * 3, y * scale * 7));
                var i = (y * canvas.Width) + x;
                canvas.Colors[i] = Vector3.Lerp(clear, new Vector3(.93f), Math.Clamp(cloud, 0, 1) * .8f);
                canvas.Labels[i] = StreetClass.Sky;
            }
        }
    }

    private static float Fraction(float value) => value - MathF.Floor(value);
}
