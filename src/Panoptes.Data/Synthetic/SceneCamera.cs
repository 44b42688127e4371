using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>A pinhole camera above the road: X right, Y up, Z forward, meters; the street runs along X = Slope * Z.</summary>
internal readonly struct SceneCamera
{
    /// <summary>Draws a camera for an image size.</summary>
    public SceneCamera(int width, int height, SeededRandom random)
    {
        Focal = (float)random.NextDouble(0.75, 1.1) * width;
        CenterX = (float)random.NextDouble(0.42, 0.58) * width;
        Horizon = (float)random.NextDouble(0.36, 0.5) * height;
        Height = (float)random.NextDouble(1.2, 1.8);
        Slope = (float)random.NextDouble(-0.12, 0.12);
    }

    /// <summary>Focal length in pixels.</summary>
    public float Focal { get; }

    /// <summary>Column of the optical axis.</summary>
    public float CenterX { get; }

    /// <summary>Row of the horizon.</summary>
    public float Horizon { get; }

    /// <summary>Meters above the ground.</summary>
    public float Height { get; }

    /// <summary>Meters that the street moves to the right a meter forward.</summary>
    public float Slope { get; }

    /// <summary>Column of a point that lies x meters right of the street's line, z meters ahead.</summary>
    public float Column(float x, float z) => CenterX + (Focal * ((x / z) + Slope));

    /// <summary>Row of a point y meters above the ground, z meters ahead.</summary>
    public float Row(float y, float z) => Horizon - (Focal * (y - Height) / z);

    /// <summary>
    /// How far ahead a column meets the plane that runs x meters beside the street's line; not above 0 where it never does.
    /// </summary>
    public float DepthOfPlane(float x, float column)
    {
        var t = ((column - CenterX) / Focal) - Slope;
        return t == 0 ? 0 : x / t;
    }
}
