using System.Numerics;

namespace Panoptes.Training.Kernels;

/// <summary>
/// The gradient of a band: the source rows that it draws on, of every class. Neighboring bands share one or two rows and are added up.
/// </summary>
internal sealed class GradientRows(int classes, int width, int first, int last)
{
    private readonly float[] values = new float[classes * (last - first + 1) * width];

    /// <summary>A source row of a class.</summary>
    public Span<float> Row(int c, int y) => values.AsSpan(((c * (last - first + 1)) + y - first) * width, width);

    /// <summary>Adds the rows to a whole gradient, [class][y][x] with <paramref name="height"/> rows.</summary>
    public void AddTo(Span<float> whole, int height)
    {
        var count = (last - first + 1) * width;
        for (var c = 0; c < classes; c++)
        {
            var from = values.AsSpan(c * count, count);
            var to = whole.Slice(((c * height) + first) * width, count);
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                (new Vector<float>(to[i..]) + new Vector<float>(from[i..])).CopyTo(to[i..]);
            }

            for (; i < count; i++)
            {
                to[i] += from[i];
            }
        }
    }
}
