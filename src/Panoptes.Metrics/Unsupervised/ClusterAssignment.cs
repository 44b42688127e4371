using Panoptes.Foundation;
using Panoptes.Metrics.Assignment;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>Assigns clusters to classes so that most pixels agree.</summary>
public static class ClusterAssignment
{
    /// <summary>The class of every cluster, <see cref="UnsupervisedOptions.Void"/> where it has none.</summary>
    /// <param name="pixels">Pixels by [cluster][class].</param>
    /// <param name="options">The protocol; prototypes are used only where <paramref name="apart"/>.</param>
    /// <param name="apart">Whether things and stuff are matched apart.</param>
    /// <exception cref="InputException">A prototype is no cluster.</exception>
    public static int[] Assign(IReadOnlyList<long[]> pixels, UnsupervisedOptions options, bool apart)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(options);
        var assigned = new int[pixels.Count];
        Array.Fill(assigned, UnsupervisedOptions.Void);
        if (apart && options is { ThingPrototypes: { } things, StuffPrototypes: { } stuffs })
        {
            AssignGroup(pixels, things, SetOrder.Of(options.Things), options.OneToOne, assigned);
            AssignGroup(pixels, stuffs, SetOrder.Of(options.StuffClasses), options.OneToOne, assigned);
        }
        else
        {
            AssignGroup(
                pixels, [.. Enumerable.Range(0, pixels.Count)], [.. Enumerable.Range(0, options.Classes)], options.OneToOne, assigned);
        }

        return assigned;
    }

    private static void AssignGroup(
        IReadOnlyList<long[]> pixels, IReadOnlyList<int> clusters, IReadOnlyList<int> classes, bool oneToOne, int[] assigned)
    {
        var strange = clusters.FirstOrDefault(cluster => cluster < 0 || cluster >= pixels.Count, -1);
        if (clusters.Any(cluster => cluster < 0 || cluster >= pixels.Count))
        {
            throw new InputException(
                "prototypes", $"cluster {strange}", $"clusters 0..{pixels.Count - 1}", "correct the list of prototypes");
        }

        if (classes.Count == 0)
        {
            return;
        }

        var gain = new double[clusters.Count * classes.Count];
        for (var k = 0; k < clusters.Count; k++)
        {
            for (var c = 0; c < classes.Count; c++)
            {
                gain[(k * classes.Count) + c] = pixels[clusters[k]][classes[c]];
            }
        }

        foreach (var pair in LinearAssignment.Solve(gain, clusters.Count, classes.Count, maximize: true))
        {
            assigned[clusters[pair.Row]] = classes[pair.Column];
        }

        foreach (var cluster in clusters.Where(cluster => assigned[cluster] == UnsupervisedOptions.Void && !oneToOne))
        {
            assigned[cluster] = classes.MaxBy(c => pixels[cluster][c]);
        }
    }
}
