namespace Panoptes.Training;

/// <summary>Where every output pixel along one axis takes its two source pixels from, as ATen's bilinear resize without aligned corners does.</summary>
internal sealed class BilinearAxis
{
    public BilinearAxis(int source, int output)
    {
        (Source, Output) = (source, output);
        (Low, High, Fraction) = (new int[output], new int[output], new float[output]);
        var scale = (float)source / output;
        for (var i = 0; i < output; i++)
        {
            var at = Math.Max((scale * (i + 0.5f)) - 0.5f, 0);
            Low[i] = Math.Min((int)at, source - 1);
            High[i] = Math.Min(Low[i] + 1, source - 1);
            Fraction[i] = at - Low[i];
        }
    }

    /// <summary>Source pixels.</summary>
    public int Source { get; }

    /// <summary>Output pixels.</summary>
    public int Output { get; }

    /// <summary>The nearer source pixel to the left of every output pixel.</summary>
    public int[] Low { get; }

    /// <summary>The one to its right; the same at the border.</summary>
    public int[] High { get; }

    /// <summary>Weight of <see cref="High"/>; that of <see cref="Low"/> is the rest to 1.</summary>
    public float[] Fraction { get; }
}
