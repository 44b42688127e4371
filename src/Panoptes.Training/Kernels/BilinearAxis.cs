namespace Panoptes.Training.Kernels;

/// <summary>Where every output pixel along one axis takes its two source pixels from, as ATen's bilinear resize does.</summary>
internal sealed class BilinearAxis
{
    public BilinearAxis(int source, int output, bool alignCorners)
    {
        (Source, Output) = (source, output);
        (Low, High, Fraction) = (new int[output], new int[output], new float[output]);
        var scale = !alignCorners ? (float)source / output : output > 1 ? (float)(source - 1) / (output - 1) : 0;
        for (var i = 0; i < output; i++)
        {
            var at = alignCorners ? scale * i : Math.Max((scale * (i + 0.5f)) - 0.5f, 0);
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
