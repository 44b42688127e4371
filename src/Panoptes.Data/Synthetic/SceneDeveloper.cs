using System.Numerics;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Synthetic;

/// <summary>Turns what is visible into an image as a camera takes it, and into labels.</summary>
internal static class SceneDeveloper
{
    /// <summary>Lights, hazes and exposes the scene.</summary>
    public static SyntheticScene Develop(SceneCanvas canvas, SeededRandom random)
    {
        PaintBonnet(canvas, random);
        var light = (float)random.NextDouble(.6, 1.15) * SceneColors.Tint(random, .07);
        var haze = (float)random.NextDouble(80, 600);
        var hazeColor = new Vector3((float)random.NextDouble(.6, .85));
        var grain = (float)random.NextDouble(.004, .03);
        var vignette = (float)random.NextDouble(0, .35);
        var noise = new SceneNoise((uint)random.NextBits());
        var image = new RgbImage(canvas.Width, canvas.Height);
        for (int y = 0, i = 0; y < canvas.Height; y++)
        {
            var v = ((2f * y) / canvas.Height) - 1;
            for (var x = 0; x < canvas.Width; x++, i++)
            {
                var u = ((2f * x) / canvas.Width) - 1;
                var relative = canvas.Depths[i] / haze;
                var clear = float.IsInfinity(relative) ? 1 : 1 / (1 + (relative * relative));
                var color = Vector3.Lerp(hazeColor, canvas.Colors[i], clear) * light * (1 - (vignette * .5f * ((u * u) + (v * v))));
                color += grain * new Vector3(noise.Cell(x, y), noise.Cell(x, y + 70000), noise.Cell(x, y + 140000));
                image.Pixels[3 * i] = Level(color.X);
                image.Pixels[(3 * i) + 1] = Level(color.Y);
                image.Pixels[(3 * i) + 2] = Level(color.Z);
            }
        }

        return new SyntheticScene(image, new Plane<byte>(canvas.Width, canvas.Height, canvas.Labels), Segments(canvas), Depth(canvas));
    }

    // The vehicle that carries the camera: void, as in Cityscapes.
    private static void PaintBonnet(SceneCanvas canvas, SeededRandom random)
    {
        if (!random.NextBool(.4))
        {
            return;
        }

        var paint = SceneColors.Paint(random);
        var rise = (float)random.NextDouble(.03, .1) * canvas.Height;
        for (var x = 0; x < canvas.Width; x++)
        {
            var u = ((2f * x) / canvas.Width) - 1;
            var top = (int)(canvas.Height - (rise * (1 - (.5f * u * u))));
            for (var y = Math.Max(0, top); y < canvas.Height; y++)
            {
                var shine = 1 + (.4f * (y - top) / Math.Max(1, rise));
                canvas.Put((y * canvas.Width) + x, .5f, StreetClass.Void, 0, paint * shine);
            }
        }
    }

    private static SegmentMap Segments(SceneCanvas canvas)
    {
        var ids = new Plane<int>(canvas.Width, canvas.Height);
        var areas = new SortedDictionary<int, long>();
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            var label = canvas.Labels[i];
            if (label == StreetClass.Void)
            {
                continue;
            }

            var id = canvas.Objects[i] == 0 ? label + 1 : (label * 1000) + canvas.Objects[i];
            ids.Pixels[i] = id;
            areas[id] = areas.GetValueOrDefault(id) + 1;
        }

        return new SegmentMap(ids, [.. areas.Select(a =>
            a.Key < 1000 ? new Segment(a.Key, a.Key - 1, false, false, a.Value) : new Segment(a.Key, a.Key / 1000, true, false, a.Value))]);
    }

    private static Plane<float> Depth(SceneCanvas canvas)
    {
        var depth = new Plane<float>(canvas.Width, canvas.Height);
        for (var i = 0; i < depth.Pixels.Length; i++)
        {
            depth.Pixels[i] = float.IsInfinity(canvas.Depths[i]) || canvas.Labels[i] == StreetClass.Void ? 0 : canvas.Depths[i];
        }

        return depth;
    }

    private static byte Level(float value) => (byte)(Math.Clamp(value, 0, 1) * 255 + .5f);
}
