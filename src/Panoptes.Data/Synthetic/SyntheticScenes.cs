using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>
/// Street scenes drawn from numbers: perspective road, pavement, houses with windows, trees, sky, poles, cars and people that hide
/// one another, under changing light, haze and sensor noise; with panoptic labels and depth. Scene i is a function of
/// (seed, i), the size and the traffic alone.
/// </summary>
public sealed class SyntheticScenes
{
    private readonly long seed;
    private readonly SceneTraffic traffic;

    /// <summary>A family of scenes.</summary>
    /// <param name="width">Width in pixels, 16 to 16384.</param>
    /// <param name="height">Height in pixels, 16 to 16384.</param>
    /// <param name="seed">Which family.</param>
    /// <param name="traffic">What is on the street.</param>
    /// <exception cref="InputException">The size is out of range.</exception>
    public SyntheticScenes(int width, int height, long seed = 0, SceneTraffic traffic = SceneTraffic.Usual)
    {
        if (width is < 16 or > 16384 || height is < 16 or > 16384)
        {
            throw new InputException("size", $"{height}x{width}", "height and width of 16 to 16384 pixels", "choose another size");
        }

        (Width, Height, this.seed, this.traffic) = (width, height, seed, traffic);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Draws a scene.</summary>
    /// <param name="index">Which one, 0 and up.</param>
    public SyntheticScene Render(long index)
    {
        var random = new SeededRandom(seed, index, 0x57);
        var canvas = new SceneCanvas(Width, Height, new SceneCamera(Width, Height, random));
        var halfRoad = (float)random.NextDouble(3.2, 6.5);
        var offset = (float)random.NextDouble(-.6, .1) * halfRoad;
        SceneGround.Paint(canvas, halfRoad, offset, random);
        var houses = new SceneHouses(canvas, random);
        var pavement = (float)random.NextDouble(2, 5);
        houses.Row(offset - halfRoad - pavement, -1);
        houses.Row(offset + halfRoad + pavement, 1);
        new SceneStreet(canvas, random, halfRoad, offset, pavement).Furnish(traffic);
        return SceneDeveloper.Develop(canvas, random);
    }
}
