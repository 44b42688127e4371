namespace Panoptes.Metrics.Tests.Assignment;

/// <summary>The scalar loop of scipy's rectangular_lsap.cpp, one target after the other, for at most as many rows as columns.</summary>
internal static class ScalarAssignment
{
    /// <summary>The column of every row.</summary>
    public static int[] Solve(double[] cost, int rows, int columns)
    {
        var (rowPrice, columnPrice, distance) = (new double[rows], new double[columns], new double[columns]);
        var (columnOf, rowOf, path) = (Enumerable.Repeat(-1, rows).ToArray(), Enumerable.Repeat(-1, columns).ToArray(), new int[columns]);
        for (var start = 0; start < rows; start++)
        {
            var open = Enumerable.Range(0, columns).Reverse().ToList();
            var (seenRows, seenColumns) = (new HashSet<int>(), new HashSet<int>());
            Array.Fill(distance, double.PositiveInfinity);
            var (row, sink, least) = (start, -1, 0.0);
            while (sink < 0)
            {
                seenRows.Add(row);
                var (index, lowest) = (-1, double.PositiveInfinity);
                for (var i = 0; i < open.Count; i++)
                {
                    var j = open[i];
                    var reached = least + cost[(row * columns) + j] - rowPrice[row] - columnPrice[j];
                    if (reached < distance[j])
                    {
                        (path[j], distance[j]) = (row, reached);
                    }

                    if (distance[j] < lowest || (distance[j] == lowest && rowOf[j] < 0))
                    {
                        (lowest, index) = (distance[j], i);
                    }
                }

                var column = open[index];
                least = lowest;
                (sink, row) = rowOf[column] < 0 ? (column, row) : (-1, rowOf[column]);
                seenColumns.Add(column);
                open[index] = open[^1];
                open.RemoveAt(open.Count - 1);
            }

            rowPrice[start] += least;
            foreach (var i in seenRows.Where(i => i != start))
            {
                rowPrice[i] += least - distance[columnOf[i]];
            }

            foreach (var j in seenColumns)
            {
                columnPrice[j] -= least - distance[j];
            }

            for (int j = sink, i = -1; i != start;)
            {
                i = path[j];
                rowOf[j] = i;
                (columnOf[i], j) = (j, columnOf[i]);
            }
        }

        return columnOf;
    }
}
