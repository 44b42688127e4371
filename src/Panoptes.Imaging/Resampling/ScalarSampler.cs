using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <content>Measured quantities such as depth.</content>
public static partial class Resampler
{
    /// <summary>Samples a measured quantity such as depth. NaN and <paramref name="invalid"/> mark pixels without a measurement.</summary>
    /// <param name="values">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="rule">How values are blended.</param>
    /// <param name="invalid">Value of pixels without a measurement, and of the padding.</param>
    /// <exception cref="ArgumentException">The plane's size is not the geometry's source size.</exception>
    public static Plane<float> Scalar(
        Plane<float> values, Geometry geometry, ScalarRule rule = ScalarRule.PixelCenterNearest, float invalid = 0)
    {
        Check(values.Width, values.Height, geometry);
        var output = new Plane<float>(geometry.Width, geometry.Height);
        var content = geometry.Content;
        if (content.Width < geometry.Width || content.Height < geometry.Height)
        {
            output.Pixels.AsSpan().Fill(invalid);
        }

        if (content.IsEmpty)
        {
            return output;
        }

        var columns = NearestTable.Columns(geometry);
        var rows = NearestTable.Rows(geometry);
        for (var y = content.Top; y < content.Bottom; y++)
        {
            var row = output.Row(y);
            var nearest = values.Row(rows[y - content.Top]);
            for (var x = content.Left; x < content.Right; x++)
            {
                var value = nearest[columns[x - content.Left]];
                row[x] = !IsValid(value, invalid) ? invalid
                    : rule == ScalarRule.PixelCenterNearest ? value
                    : Blend(values, geometry.ToSource(x + 0.5, y + 0.5), value, invalid);
            }
        }

        return output;
    }

    private static bool IsValid(float value, float invalid) => !float.IsNaN(value) && value != invalid;

    /// <summary>The four pixels about a point by their nearness, those without a measurement left out.</summary>
    private static float Blend(Plane<float> values, (double X, double Y) point, float nearest, float invalid)
    {
        var (x, y) = (point.X - 0.5, point.Y - 0.5);
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (sum, total) = (0.0, 0.0);
        for (var corner = 0; corner < 4; corner++)
        {
            var (column, row) = (left + (corner & 1), top + (corner >> 1));
            var weight = (1 - Math.Abs(column - x)) * (1 - Math.Abs(row - y));
            var value = values[Math.Clamp(column, 0, values.Width - 1), Math.Clamp(row, 0, values.Height - 1)];
            if (weight > 0 && IsValid(value, invalid))
            {
                sum += weight * value;
                total += weight;
            }
        }

        return total > 0 ? (float)(sum / total) : nearest;
    }
}
