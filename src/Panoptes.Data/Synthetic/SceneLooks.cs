using System.Numerics;

namespace Panoptes.Data;

/// <summary>A house front: storeys of windows in a wall.</summary>
/// <param name="Width">Metres across.</param>
/// <param name="Height">Metres up.</param>
/// <param name="Wall">Colour of the wall.</param>
/// <param name="Window">Colour of the panes.</param>
/// <param name="Pitch">Metres from window to window.</param>
/// <param name="Storey">Metres from storey to storey.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Its texture.</param>
internal readonly record struct FacadeLook(
    float Width, float Height, Vector3 Wall, Vector3 Window, float Pitch, float Storey, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        float x = u * Width, y = v * Height;
        var texture = 1 + (.08f * Noise.Smooth(x * 1.3f, y * 1.3f)) + (.05f * Noise.Cell((int)(x * 12), (int)(y * 12)));
        colour = Wall * texture;
        float column = x / Pitch, storey = y / Storey;
        float fx = column - MathF.Floor(column), fy = storey - MathF.Floor(storey);
        var shop = storey < 1;
        var pane = shop ? fx is > .08f and < .92f && fy is > .1f and < .75f : fx is > .28f and < .72f && fy is > .3f and < .8f;
        if (blur > Pitch * .4f)
        {
            colour = (colour * .75f) + (Window * .25f);
        }
        else if (pane && y < Height - .6f)
        {
            var lit = Noise.Cell((int)column + 91, (int)storey + 17);
            colour = Window * (1 + (.5f * lit)) + new Vector3(lit > .75f ? .25f : 0);
        }
        else if (y > Height - .5f)
        {
            colour *= .7f;
        }

        colour *= Light;
        return true;
    }
}

/// <summary>A tree: a trunk and a ragged crown.</summary>
/// <param name="Leaves">Colour of the crown.</param>
/// <param name="Bark">Colour of the trunk.</param>
/// <param name="TrunkHeight">Share of the height at which the crown begins.</param>
/// <param name="Noise">Its outline and texture.</param>
internal readonly record struct TreeLook(Vector3 Leaves, Vector3 Bark, float TrunkHeight, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        var x = (2 * u) - 1;
        var y = ((2 * (v - TrunkHeight)) / (1 - TrunkHeight)) - 1;
        var ragged = .25f * Noise.Smooth(u * 9, v * 9) + .15f * Noise.Smooth(u * 25, v * 25);
        if ((x * x) + (y * y) < .8f + ragged)
        {
            var shade = .8f + (.25f * y) + (.3f * Noise.Smooth(u * 18, v * 18)) + (.25f * Noise.Cell((int)(u * 90), (int)(v * 90)));
            colour = Leaves * Math.Max(.2f, shade);
            return true;
        }

        colour = Bark * (1 + (.3f * Noise.Cell((int)(u * 120), (int)(v * 20))));
        return Math.Abs(x) < .09f && v < TrunkHeight + .15f;
    }
}

/// <summary>The back or front of a car.</summary>
/// <param name="Paint">Colour of the body.</param>
/// <param name="Lamps">Colour of the lamps: red behind, white in front.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Reflections.</param>
internal readonly record struct CarEndLook(Vector3 Paint, Vector3 Lamps, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        var x = Math.Abs((2 * u) - 1);
        colour = Paint * (.75f + (.35f * v) + (.1f * Noise.Smooth(u * 4, v * 7)));
        if (v > .55f)
        {
            var half = .95f - (.6f * (v - .55f));
            if (x > half)
            {
                return false;
            }

            if (v is > .6f and < .92f && x < half - .12f)
            {
                colour = new Vector3(.12f, .15f, .18f) * (1 + Noise.Smooth(u * 3, v * 3) + v);
            }
        }
        else if (v < .16f)
        {
            colour = new Vector3(.05f);
            return x is > .55f and < .95f || v > .1f;
        }
        else if (v is > .36f and < .5f && x > .68f)
        {
            colour = Lamps;
        }
        else if (v is > .22f and < .32f && x < .28f)
        {
            colour = new Vector3(.8f);
        }

        colour *= Light;
        return true;
    }
}

/// <summary>The side of a car.</summary>
/// <param name="Paint">Colour of the body.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Reflections.</param>
internal readonly record struct CarSideLook(Vector3 Paint, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        colour = Paint * (.7f + (.4f * v) + (.1f * Noise.Smooth(u * 8, v * 5))) * Light;
        if (v > .55f)
        {
            var slope = .35f * (v - .55f);
            if (u < .06f + slope || u > .8f - slope)
            {
                return false;
            }

            if (v is > .6f and < .92f && u > .12f + slope && u < .74f - slope && Math.Abs(u - .42f) > .02f)
            {
                colour = new Vector3(.1f, .13f, .16f) * (1 + (.6f * Noise.Smooth(u * 5, v * 3)));
            }

            return true;
        }

        float front = (u - .2f) * 2.9f, back = (u - .8f) * 2.9f, up = v - .16f;
        if ((front * front) + (up * up * 2) < .05f || (back * back) + (up * up * 2) < .05f)
        {
            colour = new Vector3(.05f);
            return true;
        }

        return v > .13f;
    }
}

/// <summary>Somebody walking or standing.</summary>
/// <param name="Shirt">Colour of the upper half.</param>
/// <param name="Trousers">Colour of the lower half.</param>
/// <param name="Skin">Colour of the face.</param>
/// <param name="Stride">How far the legs are apart, 0 to 1.</param>
/// <param name="Noise">Folds.</param>
internal readonly record struct PersonLook(Vector3 Shirt, Vector3 Trousers, Vector3 Skin, float Stride, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        var x = (2 * u) - 1;
        var folds = 1 + (.2f * Noise.Smooth(u * 7, v * 12));
        if (v > .85f)
        {
            float hx = x / .36f, hy = (v - .925f) / .075f;
            colour = v > .95f ? Skin * .3f : Skin;
            return (hx * hx) + (hy * hy) < 1;
        }

        if (v > .46f)
        {
            colour = Shirt * folds;
            var half = v > .78f ? .75f - (2 * (v - .78f)) : .62f + (.15f * Stride);
            return Math.Abs(x) < half;
        }

        colour = (v < .05f ? new Vector3(.08f) : Trousers) * folds;
        var apart = Stride * .5f * (1 - (v / .46f));
        return Math.Abs(Math.Abs(x) - .22f - apart) < .22f;
    }
}

/// <summary>One colour, with grain.</summary>
/// <param name="Paint">The colour.</param>
/// <param name="Noise">The grain.</param>
internal readonly record struct PlainLook(Vector3 Paint, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        colour = Paint * (.85f + (.3f * u) + (.15f * Noise.Cell((int)(u * 8), (int)(v * 90))));
        return true;
    }
}

/// <summary>A round traffic sign.</summary>
/// <param name="Rim">Colour of the rim.</param>
internal readonly record struct SignLook(Vector3 Rim) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColour(float u, float v, float blur, out Vector3 colour)
    {
        float x = (2 * u) - 1, y = (2 * v) - 1;
        var radius = (x * x) + (y * y);
        colour = radius > .6f ? Rim : Math.Abs(y) < .2f ? new Vector3(.1f) : new Vector3(.9f);
        return radius < 1;
    }
}
