using Panoptes.Foundation;
using Panoptes.Metrics.Assignment;

namespace Panoptes.Metrics.Tests.Assignment;

public sealed class LinearAssignmentTests
{
    [Fact]
    public void No_assignment_of_a_small_matrix_is_better()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new SeededRandom(seed);
            var (rows, columns) = (random.NextInt(1, 7), random.NextInt(1, 7));
            var whole = random.NextBool();
            var cost = new double[rows * columns];
            for (var i = 0; i < cost.Length; i++)
            {
                cost[i] = whole ? random.NextInt(-3, 4) : random.NextDouble(-10, 10);
            }

            foreach (var maximize in new[] { false, true })
            {
                var pairs = LinearAssignment.Solve(cost, rows, columns, maximize);
                Assert.Equal(Math.Min(rows, columns), pairs.Length);
                Assert.Equal(pairs.Length, pairs.Select(p => p.Row).Distinct().Count());
                Assert.Equal(pairs.Length, pairs.Select(p => p.Column).Distinct().Count());
                Assert.Equal(pairs.OrderBy(p => p.Row), pairs);
                Assert.Equal(Best(cost, rows, columns, maximize), pairs.Sum(p => cost[(p.Row * columns) + p.Column]), 9);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_cost_that_is_not_finite_is_refused_with_its_place(double bad)
    {
        var error = Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([0, 1, 2, 3, bad, 5], 2, 3));
        Assert.Contains("row 1, column 1", error.Message);
    }

    [Fact]
    public void A_constant_matrix_gives_the_identity_and_nothing_gives_nothing()
    {
        Assert.Equal([0, 1, 2], LinearAssignment.Solve(new double[9], 3, 3).Select(p => p.Column));
        Assert.Empty(LinearAssignment.Solve([], 0, 5));
    }

    [Fact]
    public void A_large_matrix_is_solved_to_its_dual_bound()
    {
        // Costs u + v with a zero-slack permutation: the optimum is known.
        var random = new SeededRandom(3);
        const int N = 300;
        var (u, v) = (Enumerable.Range(0, N).Select(_ => (double)random.NextInt(0, 1000)).ToArray(), Enumerable.Range(0, N)
            .Select(_ => (double)random.NextInt(0, 1000)).ToArray());
        var permutation = Enumerable.Range(0, N).ToArray();
        random.Shuffle(permutation.AsSpan());
        var cost = new double[N * N];
        for (var i = 0; i < cost.Length; i++)
        {
            cost[i] = u[i / N] + v[i % N] + (permutation[i / N] == i % N ? 0 : random.NextInt(0, 50));
        }

        Assert.Equal(u.Sum() + v.Sum(), LinearAssignment.Solve(cost, N, N).Sum(p => cost[(p.Row * N) + p.Column]));
    }

    [Fact]
    public void Ties_are_broken_as_the_published_scalar_loop_breaks_them()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new SeededRandom(seed, 0x71E);
            var rows = random.NextInt(1, 24);
            var columns = random.NextInt(rows, 40);
            var levels = random.NextInt(1, 6);
            var cost = new double[rows * columns];
            for (var i = 0; i < cost.Length; i++)
            {
                cost[i] = seed % 3 == 0 ? random.NextDouble() : random.NextInt(0, levels);
            }

            Assert.Equal(ScalarAssignment.Solve(cost, rows, columns), LinearAssignment.Solve(cost, rows, columns)
                .Select(pair => pair.Column));
        }
    }

    [Fact]
    public void Larger_problems_have_the_published_loops_answer_with_and_without_ties()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, 0xA51);
            var rows = random.NextInt(8, 60);
            var columns = random.NextInt(0, 2) == 0 ? rows : random.NextInt(rows, 90);
            var cost = new double[rows * columns];
            for (var i = 0; i < cost.Length; i++)
            {
                // Unlike costs; a few levels; unlike ones with rows that are alike; near ties.
                cost[i] = (seed % 4) switch
                {
                    0 => random.NextDouble(-5, 5),
                    1 => random.NextInt(0, 40),
                    2 => i >= columns && random.NextInt(0, 3) == 0 ? cost[i - columns] : random.NextDouble(),
                    _ => random.NextInt(0, 9) + (1e-14 * random.NextInt(0, 9)),
                };
            }

            Assert.Equal(ScalarAssignment.Solve(cost, rows, columns), LinearAssignment.Solve(cost, rows, columns)
                .Select(pair => pair.Column));
        }
    }

    private static double Best(double[] cost, int rows, int columns, bool maximize)
    {
        if (rows > columns)
        {
            var turned = new double[cost.Length];
            for (var i = 0; i < cost.Length; i++)
            {
                turned[(i % columns * rows) + (i / columns)] = cost[i];
            }

            return Best(turned, columns, rows, maximize);
        }

        return Search(0, 0);

        double Search(int row, int used)
        {
            if (row == rows)
            {
                return 0;
            }

            var best = maximize ? double.NegativeInfinity : double.PositiveInfinity;
            for (var c = 0; c < columns; c++)
            {
                if ((used & (1 << c)) == 0)
                {
                    var value = cost[(row * columns) + c] + Search(row + 1, used | (1 << c));
                    best = maximize ? Math.Max(best, value) : Math.Min(best, value);
                }
            }

            return best;
        }
    }
}
