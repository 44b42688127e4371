using Panoptes.Foundation;

namespace Panoptes.Imaging.Masks;

/// <summary>
/// Fills polygons as pycocotools does (maskApi.c, rleFrPoly): the outline is walked at 5 times the resolution and its
/// crossings with pixel columns become runs. Not the same as filling at pixel centers.
/// </summary>
public static class PolygonRasterizer
{
    /// <summary>Coordinates beyond this, in pixels, are refused: no image reaches there, and the walk would not end.</summary>
    public const double MaximumCoordinate = 1e6;

    private const double Scale = 5;

    /// <summary>The mask of one polygon.</summary>
    /// <param name="xy">x, y, x, y, ... in pixels; at least one point.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="source">Where it comes from, for the error.</param>
    /// <exception cref="InputException">An odd count of numbers, none, one that is not finite, or one beyond
    /// <see cref="MaximumCoordinate"/>.</exception>
    public static RunLengthMask Fill(ReadOnlySpan<double> xy, int height, int width, string source = "polygon")
    {
        RunLengthMask.CheckSize(height, width, source);
        Check(xy, source);
        var points = xy.Length / 2;
        var crossings = new List<uint>(64);
        var walk = new Walk(height, width, crossings);
        var (firstX, firstY) = (Round(xy[0]), Round(xy[1]));
        var (x0, y0) = (firstX, firstY);
        for (var j = 1; j <= points; j++)
        {
            var (x1, y1) = j == points ? (firstX, firstY) : (Round(xy[2 * j]), Round(xy[(2 * j) + 1]));
            walk.Edge(x0, y0, x1, y1);
            (x0, y0) = (x1, y1);
        }

        return RunLengthMask.FromTrusted(height, width, ToRuns(crossings, (uint)(height * width)));
    }

    /// <summary>The union of several polygons: one object of several parts.</summary>
    /// <param name="parts">The polygons.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">As for one; also where there is none, or the first has exactly 4 numbers (pycocotools takes those
    /// for a box and fails).</exception>
    public static RunLengthMask Fill(IReadOnlyList<double[]> parts, int height, int width, string source = "polygon")
    {
        Check(parts, height, width, source);
        return RunLengthMask.Merge([.. parts.Select((part, i) => Fill(part, height, width, $"{source}[{i}]"))]);
    }

    /// <summary>
    /// Whether polygons can be filled, without filling them: the errors of <see cref="Fill(IReadOnlyList{double[]}, int, int, string)"/>
    /// alone.
    /// </summary>
    /// <param name="parts">The polygons.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">As for filling.</exception>
    public static void Check(IReadOnlyList<double[]> parts, int height, int width, string source = "polygon")
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts[0].Length <= 4)
        {
            var found = parts.Count == 0 ? "no polygon" : $"a first polygon of {parts[0].Length} numbers";
            throw new InputException(source, found, "polygons of at least 3 points", "remove the annotation or draw it again");
        }

        RunLengthMask.CheckSize(height, width, source);
        for (var i = 0; i < parts.Count; i++)
        {
            Check(parts[i], $"{source}[{i}]");
        }
    }

    /// <summary>The mask of a box, through the polygon code as in pycocotools.</summary>
    public static RunLengthMask Fill(MaskBox box, int height, int width, string source = "box")
    {
        var (xs, ys, xe, ye) = (box.X, box.Y, box.X + box.Width, box.Y + box.Height);
        return Fill([xs, ys, xs, ye, xe, ye, xe, ys], height, width, source);
    }

    private static void Check(ReadOnlySpan<double> xy, string source)
    {
        if (xy.Length < 2 || xy.Length % 2 != 0)
        {
            throw new InputException(source, $"{xy.Length} numbers", "x and y for every point", "correct the polygon");
        }

        foreach (var value in xy)
        {
            if (!(Math.Abs(value) <= MaximumCoordinate))
            {
                throw new InputException(source, $"coordinate {value}", $"pixels, at most {MaximumCoordinate}", "correct the polygon");
            }
        }
    }

    private static int Round(double value) => (int)((Scale * value) + .5);

    private static uint[] ToRuns(List<uint> crossings, uint total)
    {
        crossings.Add(total);
        crossings.Sort();
        uint before = 0;
        for (var j = 0; j < crossings.Count; j++)
        {
            (crossings[j], before) = (crossings[j] - before, crossings[j]);
        }

        // An empty run joins its neighbors.
        var runs = new uint[crossings.Count];
        runs[0] = crossings[0];
        var m = 1;
        for (var j = 1; j < crossings.Count;)
        {
            if (crossings[j] > 0)
            {
                runs[m++] = crossings[j++];
            }
            else if (++j < crossings.Count)
            {
                runs[m - 1] += crossings[j++];
            }
        }

        return runs[..m];
    }

    /// <summary>Walks the dense outline point by point and notes where it crosses from one pixel column into the next.</summary>
    private struct Walk(int height, int width, List<uint> crossings)
    {
        private bool started;
        private int lastU;
        private int lastV;

        public void Edge(int xs, int ys, int xe, int ye)
        {
            var (dx, dy) = (Math.Abs(xe - xs), Math.Abs(ys - ye));
            var flip = (dx >= dy && xs > xe) || (dx < dy && ys > ye);
            if (flip)
            {
                (xs, xe, ys, ye) = (xe, xs, ye, ys);
            }

            if (dx >= dy)
            {
                // A point that is repeated has no slope; the height it gets is never looked at.
                var slope = dx == 0 ? 0 : (double)(ye - ys) / dx;
                for (var d = 0; d <= dx; d++)
                {
                    var t = flip ? dx - d : d;
                    Point(t + xs, (int)(ys + (slope * t) + .5));
                }
            }
            else
            {
                var slope = (double)(xe - xs) / dy;
                for (var d = 0; d <= dy; d++)
                {
                    var t = flip ? dy - d : d;
                    Point((int)(xs + (slope * t) + .5), t + ys);
                }
            }
        }

        private void Point(int u, int v)
        {
            if (started && u != lastU)
            {
                Cross(u, v);
            }

            (lastU, lastV, started) = (u, v, true);
        }

        private readonly void Cross(int u, int v)
        {
            var x = (((double)(u < lastU ? u : u - 1) + .5) / Scale) - .5;
            if (Math.Floor(x) != x || x < 0 || x > width - 1)
            {
                return;
            }

            var y = (((double)Math.Min(v, lastV) + .5) / Scale) - .5;
            y = Math.Ceiling(Math.Clamp(y, 0, height));
            crossings.Add((uint)(((int)x * height) + (int)y));
        }
    }
}
