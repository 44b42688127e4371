namespace Panoptes.Data.Synthetic;

/// <summary>Noise as a function of its coordinates; whole-number hashing only, so that it is the same on every machine.</summary>
/// <param name="seed">Which noise.</param>
internal readonly struct SceneNoise(uint seed)
{
    /// <summary>Uniform in [-1, 1) for a cell.</summary>
    public float Cell(int x, int y)
    {
        var h = ((uint)x * 0x9E3779B1u) ^ ((uint)y * 0x85EBCA77u) ^ seed;
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return (((h ^ (h >> 15)) >> 8) * (2f / (1 << 24))) - 1;
    }

    /// <summary>Smooth noise in (-1, 1): cells blended.</summary>
    public float Smooth(float x, float y)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y);
        float tx = x - fx, ty = y - fy;
        tx = tx * tx * (3 - (2 * tx));
        ty = ty * ty * (3 - (2 * ty));
        int ix = (int)fx, iy = (int)fy;
        var top = Cell(ix, iy) + ((Cell(ix + 1, iy) - Cell(ix, iy)) * tx);
        var bottom = Cell(ix, iy + 1) + ((Cell(ix + 1, iy + 1) - Cell(ix, iy + 1)) * tx);
        return top + ((bottom - top) * ty);
    }
}
