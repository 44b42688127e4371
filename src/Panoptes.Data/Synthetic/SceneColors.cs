using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>Draws colors.</summary>
internal static class SceneColors
{
    private static readonly Vector3[] Paints =
    [
        new(.75f), new(.12f), new(.4f), new(.6f, .1f, .1f), new(.1f, .2f, .5f), new(.2f, .3f, .25f), new(.55f, .5f, .42f),
        new(.7f, .6f, .2f),
    ];

    private static readonly Vector3[] Walls =
    [
        new(.6f, .35f, .27f), new(.75f, .7f, .6f), new(.5f), new(.7f, .62f, .45f), new(.85f, .83f, .78f), new(.45f, .4f, .38f),
        new(.62f, .66f, .7f),
    ];

    /// <summary>A factor near 1 that shifts the hue a little.</summary>
    public static Vector3 Tint(SeededRandom random, double amount) => new(
        (float)random.NextDouble(1 - amount, 1 + amount), (float)random.NextDouble(1 - amount, 1 + amount),
        (float)random.NextDouble(1 - amount, 1 + amount));

    /// <summary>A car's color.</summary>
    public static Vector3 Paint(SeededRandom random) => Paints[random.NextInt(0, Paints.Length)] * Tint(random, .2);

    /// <summary>A house's color.</summary>
    public static Vector3 Wall(SeededRandom random) => Walls[random.NextInt(0, Walls.Length)] * Tint(random, .15);

    /// <summary>Any color, for clothes.</summary>
    public static Vector3 Cloth(SeededRandom random) => new(
        (float)random.NextDouble(.05, .8), (float)random.NextDouble(.05, .8), (float)random.NextDouble(.05, .8));

    /// <summary>A color of leaves.</summary>
    public static Vector3 Leaves(SeededRandom random) =>
        Vector3.Lerp(new Vector3(.16f, .32f, .1f), new Vector3(.42f, .4f, .14f), (float)random.NextDouble()) * Tint(random, .1);

    /// <summary>A color of skin.</summary>
    public static Vector3 Skin(SeededRandom random) =>
        Vector3.Lerp(new Vector3(.35f, .22f, .16f), new Vector3(.85f, .66f, .55f), (float)random.NextDouble());
}
