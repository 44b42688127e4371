namespace Panoptes.Diagnosis.Placements;

/// <summary>A placement and how well it fits.</summary>
/// <param name="Placement">The placement.</param>
/// <param name="Rho">The mean over images of the mean edge energy under the labels' boundaries; 1 is chance.</param>
public readonly record struct ScoredPlacement(Placement Placement, double Rho);

/// <summary>
/// Finds the placement that fits best: a grid first, whose three best are then refined by steps of 4, 2, 1 and 0.5 pixels in all
/// directions and of scale with them, to the best neighbor until none is better. The first wins ties.
/// </summary>
public static class PlacementSearch
{
    private const int Refined = 3;
    private static readonly double[] Steps = [4, 2, 1, 0.5];

    /// <summary>Scales of 0.5 to 2 in 25 even ratios.</summary>
    internal static IReadOnlyList<double> Scales { get; } = [.. Enumerable.Range(0, 25).Select(k => 0.5 * Math.Pow(2, k / 12.0))];

    /// <summary>The grid of section 12.5: 25 scales about the center, shifts of 0, 8, 16 and 32 pixels each way.</summary>
    public static IReadOnlyList<Placement> Grid { get; } = MakeGrid();

    /// <summary>
    /// The same scales about the four corners: a map that fills a part of its canvas, or that shows a part of the scene from a corner on.
    /// </summary>
    public static IReadOnlyList<Placement> Corners { get; } =
    [
        .. from scale in Scales
           where scale != 1
           from anchor in new[] { (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0) }
           from dx in new double[] { 0, 8, -8 }
           from dy in new double[] { 0, 8, -8 }
           select new Placement(scale, dx, dy) { Anchor = anchor },
    ];

    /// <summary>Shifts alone, in steps of 2 up to 24 pixels each way.</summary>
    public static IReadOnlyList<Placement> Shifts { get; } =
    [
        .. from dx in Enumerable.Range(-12, 25)
           from dy in Enumerable.Range(-12, 25)
           orderby (dx * dx) + (dy * dy)
           select new Placement(1, 2 * dx, 2 * dy),
    ];

    /// <summary>Finds the best placement.</summary>
    /// <param name="images">The images with their points.</param>
    /// <param name="grid">What is tried first.</param>
    /// <param name="scales">Whether steps change the scale too.</param>
    /// <returns>The best; of a rho that is not a number where no placement keeps enough points.</returns>
    public static ScoredPlacement Best(IReadOnlyList<PlacedPoints> images, IReadOnlyList<Placement> grid, bool scales = true)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var scored = PlacementScores.Of(images, grid);
        var first = Enumerable.Range(0, grid.Count).Where(p => !double.IsNaN(scored[p])).OrderByDescending(p => scored[p]).Take(Refined);
        var best = new ScoredPlacement(Placement.Identity, double.NaN);
        foreach (var place in first)
        {
            var refined = Refine(images, new ScoredPlacement(grid[place], scored[place]), scales);
            best = double.IsNaN(best.Rho) || refined.Rho > best.Rho ? refined : best;
        }

        return best;
    }

    private static ScoredPlacement Refine(IReadOnlyList<PlacedPoints> images, ScoredPlacement start, bool scales)
    {
        foreach (var step in Steps)
        {
            while (true)
            {
                var near = Neighbors(start.Placement, step, scales);
                var scored = PlacementScores.Of(images, near);
                var best = Enumerable.Range(0, near.Length).Where(p => !double.IsNaN(scored[p])).DefaultIfEmpty(-1)
                    .MaxBy(p => p < 0 ? double.NegativeInfinity : scored[p]);
                if (best < 0 || scored[best] <= start.Rho)
                {
                    break;
                }

                start = new ScoredPlacement(near[best], scored[best]);
            }
        }

        return start;
    }

    private static Placement[] Neighbors(Placement center, double step, bool scales)
    {
        var change = 0.03 * step / 4;
        double[] factors = scales ? [1, 1 - change, 1 + change] : [1];
        return
        [
            .. from factor in factors
               from dx in new[] { -1, 0, 1 }
               from dy in new[] { -1, 0, 1 }
               where factor != 1 || dx != 0 || dy != 0
               select center with { Scale = center.Scale * factor, Dx = center.Dx + (dx * step), Dy = center.Dy + (dy * step) },
        ];
    }

    private static Placement[] MakeGrid()
    {
        double[] shifts = [0, 8, -8, 16, -16, 32, -32];
        return [.. from scale in Scales from dx in shifts from dy in shifts select new Placement(scale, dx, dy)];
    }
}
