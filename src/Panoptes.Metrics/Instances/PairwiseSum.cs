namespace Panoptes.Metrics.Instances;

/// <summary>
/// A sum of doubles in the order in which numpy adds up a contiguous array: buffers of 8,192 one after another, each in pairs of halves
/// (numpy 1.24, numpy/core/src/umath/loops_utils.h.src, pairwise sum). So means over precisions have the bits that pycocotools prints.
/// </summary>
public static class PairwiseSum
{
    private const int Buffer = 8192;
    private const int Block = 128;
    private const int Lanes = 8;

    /// <summary>Adds up; 0 of none.</summary>
    /// <param name="values">Any values.</param>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (; values.Length > Buffer; values = values[Buffer..])
        {
            sum += OfBuffer(values[..Buffer]);
        }

        return sum + OfBuffer(values);
    }

    /// <summary>The mean, as numpy divides it; -1 of none, as pycocotools has it.</summary>
    /// <param name="values">Any values.</param>
    public static double Mean(ReadOnlySpan<double> values) => values.Length == 0 ? -1 : Of(values) / values.Length;

    private static double OfBuffer(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            var few = 0.0;
            foreach (var value in values)
            {
                few += value;
            }

            return few;
        }

        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % Lanes;
            return OfBuffer(values[..half]) + OfBuffer(values[half..]);
        }

        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        var i = Lanes;
        for (; i + Lanes <= values.Length; i += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                lanes[lane] += values[i + lane];
            }
        }

        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        foreach (var rest in values[i..])
        {
            sum += rest;
        }

        return sum;
    }
}
