using System.Numerics;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <content>Ids: nearest and majority.</content>
public static partial class Resampler
{
    /// <summary>Samples ids.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="ids">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Id of the padding.</param>
    /// <param name="rule">Which id a pixel takes.</param>
    /// <exception cref="ArgumentException">The plane's size is not the geometry's source size.</exception>
    public static Plane<T> Ids<T>(Plane<T> ids, Geometry geometry, T fill, IdRule rule = IdRule.PixelCenterNearest)
        where T : unmanaged, IBinaryInteger<T>
    {
        var output = new Plane<T>(geometry.Width, geometry.Height);
        Ids(ids, geometry, fill, output.Pixels.AsSpan(), rule);
        return output;
    }

    /// <summary>Samples ids straight into a buffer of another type, such as the 64-bit labels of a batch.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <typeparam name="TOutput">Type of an id in the output; ids are truncated to it.</typeparam>
    /// <param name="ids">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Id of the padding.</param>
    /// <param name="output">Takes Height * Width ids.</param>
    /// <param name="rule">Which id a pixel takes.</param>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public static void Ids<T, TOutput>(
        Plane<T> ids, Geometry geometry, TOutput fill, Span<TOutput> output, IdRule rule = IdRule.PixelCenterNearest)
        where T : unmanaged, IBinaryInteger<T>
        where TOutput : unmanaged, IBinaryInteger<TOutput>
    {
        Check(ids.Width, ids.Height, geometry);
        if (output.Length != geometry.Width * geometry.Height)
        {
            throw new ArgumentException($"room for {output.Length} ids given for {geometry.Width}x{geometry.Height}", nameof(output));
        }

        var content = geometry.Content;
        if (content.Width < geometry.Width || content.Height < geometry.Height)
        {
            output.Fill(fill);
        }

        if (content.IsEmpty)
        {
            return;
        }

        if (rule == IdRule.Majority && (geometry.ScaleX > 1 || geometry.ScaleY > 1))
        {
            MajoritySampler.Run(ids, geometry, output);
            return;
        }

        var columns = NearestTable.Columns(geometry);
        var rows = NearestTable.Rows(geometry);
        for (var y = 0; y < rows.Length; y++)
        {
            var row = output.Slice(((content.Top + y) * geometry.Width) + content.Left, columns.Length);
            if (y > 0 && rows[y] == rows[y - 1])
            {
                output.Slice(((content.Top + y - 1) * geometry.Width) + content.Left, columns.Length).CopyTo(row);
                continue;
            }

            var source = ids.Row(rows[y]);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = TOutput.CreateTruncating(source[columns[x]]);
            }
        }
    }
}
