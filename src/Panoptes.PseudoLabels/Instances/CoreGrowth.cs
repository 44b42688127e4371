using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>
/// Grows cores back over their mask: every pixel goes to the core that reaches it most cheaply, a step costing 1 and more the more depth
/// changes.
/// </summary>
internal static class CoreGrowth
{
    // Costs are whole numbers of this part of 1, so that ties are exact.
    private const double Units = 1024;

    /// <summary>Grows, in place.</summary>
    /// <param name="cores">0 outside cores, else the core's number; equal costs go to the lower one.</param>
    /// <param name="mask">Where cores may grow: pixels that are not 0.</param>
    /// <param name="logs">Log depth; NaN where unknown: a step to or from there costs 1.</param>
    /// <param name="depthCost">What a change of log depth by 1 costs.</param>
    public static void Grow(Plane<int> cores, Plane<byte> mask, double[] logs, double depthCost)
    {
        var (width, height) = (mask.Width, mask.Height);
        var owners = cores.Pixels;
        var costs = new long[owners.Length];
        var isSettled = new bool[owners.Length];
        var open = new PriorityQueue<(int Pixel, int Core), (long Cost, int Core)>();
        for (var i = 0; i < owners.Length; i++)
        {
            costs[i] = owners[i] == 0 ? long.MaxValue : 0;
            isSettled[i] = owners[i] != 0;
        }

        for (var i = 0; i < owners.Length; i++)
        {
            if (isSettled[i])
            {
                Reach(i, owners[i]);
            }
        }

        while (open.TryDequeue(out var next, out var reached))
        {
            if (!isSettled[next.Pixel])
            {
                (isSettled[next.Pixel], owners[next.Pixel], costs[next.Pixel]) = (true, next.Core, reached.Cost);
                Reach(next.Pixel, next.Core);
            }
        }

        void Reach(int from, int core)
        {
            var (y, x) = Math.DivRem(from, width);
            for (var v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
            {
                for (var u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                {
                    var to = (v * width) + u;
                    if (isSettled[to] || mask.Pixels[to] == 0)
                    {
                        continue;
                    }

                    var change = Math.Abs(logs[to] - logs[from]);
                    var step = double.IsNaN(change) ? 1 : 1 + (depthCost * change);
                    var cost = costs[from] + (long)Math.Floor((Math.Min(step, 1e9) * Units) + 0.5);
                    if (cost <= costs[to])
                    {
                        costs[to] = cost;
                        open.Enqueue((to, core), (cost, core));
                    }
                }
            }
        }
    }
}
