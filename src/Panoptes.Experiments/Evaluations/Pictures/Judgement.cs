using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>
/// Where a prediction is right and wrong as its kind of evaluation counts: by classes of pixels, by matched segments, by found objects. A
/// map of small numbers, so that two runs can be held against each other without predicting again.
/// </summary>
public static class Judgement
{
    /// <summary>Nothing is judged: void, forgiven, or of no object.</summary>
    public const byte None = 0;

    /// <summary>Right.</summary>
    public const byte Right = 1;

    /// <summary>Wrong.</summary>
    public const byte Wrong = 2;

    private static readonly Rgb[] Colors = [new(238, 240, 244), new(70, 140, 80), new(215, 45, 45)];

    /// <summary>Writes a map; any viewer shows it in colors.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="map">The numbers.</param>
    internal static void Write(string path, Plane<byte> map) => PngFile.WritePalette(path, map, Colors);

    /// <summary>Reads a map.</summary>
    /// <param name="path">The PNG.</param>
    public static Plane<byte> Read(string path) => PngFile.ReadLabels<byte>(path);
}
