using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>What is visible where: color before lighting, depth, class and object of every pixel. Nearer things win.</summary>
internal sealed class SceneCanvas(int width, int height, SceneCamera camera)
{
    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>The camera.</summary>
    public SceneCamera Camera { get; } = camera;

    /// <summary>Color of every pixel, 0 to 1 a channel.</summary>
    public Vector3[] Colors { get; } = new Vector3[width * height];

    /// <summary>Meters ahead; infinite for the sky.</summary>
    public float[] Depths { get; } = CreateDepths(width * height);

    /// <summary>Class of every pixel.</summary>
    public byte[] Labels { get; } = new byte[width * height];

    /// <summary>Object of every pixel, 0 for stuff.</summary>
    public ushort[] Objects { get; } = new ushort[width * height];

    /// <summary>Sets a pixel if nothing nearer is there.</summary>
    public void Put(int index, float depth, byte label, ushort thing, Vector3 color)
    {
        if (depth < Depths[index])
        {
            Depths[index] = depth;
            Labels[index] = label;
            Objects[index] = thing;
            Colors[index] = color;
        }
    }

    /// <summary>Paints an upright rectangle that faces the camera.</summary>
    /// <param name="left">Left edge, meters right of the street's line.</param>
    /// <param name="right">Right edge.</param>
    /// <param name="bottom">Lower edge, meters above the ground.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="depth">Meters ahead.</param>
    /// <param name="label">Its class.</param>
    /// <param name="thing">Its object, 0 for stuff.</param>
    /// <param name="look">Its outline and colors.</param>
    public void Facing<TLook>(float left, float right, float bottom, float top, float depth, byte label, ushort thing, TLook look)
        where TLook : struct, ISceneLook
    {
        float u0 = Camera.Column(
            left, depth), u1 = Camera.Column(right, depth), v0 = Camera.Row(top, depth), v1 = Camera.Row(bottom, depth);
        int x0 = Clip(u0, Width), x1 = Clip(u1, Width), y0 = Clip(v0, Height), y1 = Clip(v1, Height);
        var blur = depth / Camera.Focal;
        for (var y = y0; y < y1; y++)
        {
            var v = (v1 - (y + .5f)) / (v1 - v0);
            for (var x = x0; x < x1; x++)
            {
                var u = ((x + .5f) - u0) / (u1 - u0);
                if (depth < Depths[(y * Width) + x] && look.TryColor(u, v, blur, out var color))
                {
                    Put((y * Width) + x, depth, label, thing, color);
                }
            }
        }
    }

    /// <summary>Paints a wall along the street, its look stretched from near to far.</summary>
    /// <param name="side">Meters right of the street's line; negative is left.</param>
    /// <param name="near">Where it begins, meters ahead.</param>
    /// <param name="far">Where it ends.</param>
    /// <param name="bottom">Lower edge, meters above the ground.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="label">Its class.</param>
    /// <param name="thing">Its object, 0 for stuff.</param>
    /// <param name="look">Its outline and colors; u runs from near to far.</param>
    public void Along<TLook>(float side, float near, float far, float bottom, float top, byte label, ushort thing, TLook look)
        where TLook : struct, ISceneLook
    {
        float a = Camera.Column(side, near), b = Camera.Column(side, far);
        int x0 = Clip(Math.Min(a, b), Width), x1 = Clip(Math.Max(a, b), Width);
        for (var x = x0; x < x1; x++)
        {
            var depth = Camera.DepthOfPlane(side, x + .5f);
            if (!(depth >= near && depth < far))
            {
                continue;
            }

            float v0 = Camera.Row(top, depth), v1 = Camera.Row(bottom, depth);
            var u = (depth - near) / (far - near);
            var blur = depth * Math.Max(depth / Math.Abs(side), 1) / Camera.Focal;
            for (int y = Clip(v0, Height), end = Clip(v1, Height); y < end; y++)
            {
                if (depth < Depths[(y * Width) + x] && look.TryColor(u, (v1 - (y + .5f)) / (v1 - v0), blur, out var color))
                {
                    Put((y * Width) + x, depth, label, thing, color);
                }
            }
        }
    }

    /// <summary>Darkens the ground under something: a soft ellipse.</summary>
    public void Shadow(float left, float right, float near, float far, float strength)
    {
        int y0 = Clip(Camera.Row(0, far), Height), y1 = Clip(Camera.Row(0, near), Height);
        for (var y = y0; y < y1; y++)
        {
            var depth = Camera.Focal * Camera.Height / (y + .5f - Camera.Horizon);
            var v = ((2 * (depth - near)) / (far - near)) - 1;
            float u0 = Camera.Column(left, depth), u1 = Camera.Column(right, depth);
            for (int x = Clip(u0, Width), end = Clip(u1, Width); x < end; x++)
            {
                var u = ((2 * (x + .5f - u0)) / (u1 - u0)) - 1;
                var i = (y * Width) + x;
                var falloff = 1 - (u * u) - (v * v);
                if (falloff > 0 && Labels[i] is StreetClass.Road or StreetClass.Pavement)
                {
                    Colors[i] *= 1 - (strength * Math.Min(1, 2 * falloff));
                }
            }
        }
    }

    private static int Clip(float edge, int size) => edge <= 0 ? 0 : edge >= size ? size : (int)(edge + .5f);

    private static float[] CreateDepths(int count)
    {
        var depths = new float[count];
        Array.Fill(depths, float.PositiveInfinity);
        return depths;
    }
}
