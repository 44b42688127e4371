using System.Runtime.InteropServices;
using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>The least score of every class's labels: set, or such that a share of the class's last predictions reaches it.</summary>
public sealed class LabelScores : IDisposable
{
    private const int Remembered = 1000;
    private readonly double[] least;
    private readonly double? share;

    // A row a class: how many scores were seen, then the last of them in turn.
    private readonly Tensor? seen;
    private readonly ICollective collective;

    // What all processes had seen before this step, and what this one has since.
    private readonly Tensor? common;
    private readonly List<double> fresh = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="config">Scores and shares.</param>
    /// <param name="classes">The classes that they are of.</param>
    /// <param name="collective">The processes that remember together (<see cref="Unite"/>); this one alone where null.</param>
    /// <exception cref="InputException">A class is not known; names the nearest.</exception>
    public LabelScores(TeacherLabelConfig config, ClassTable classes, ICollective? collective = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(classes);
        least = [.. Enumerable.Repeat(config.Score, classes.Count)];
        share = config.ClassShare;
        this.collective = collective ?? new SingleProcess();
        foreach (var (name, score) in config.ClassScores)
        {
            var id = classes.Names.ToList().IndexOf(name);
            Require.That(
                id >= 0, "train.teacher.labels.class_scores", $"the class '{name}'", $"classes of {classes.Name}",
                NearestName.Of(name, classes.Names) is { } near ? $"did you mean '{near}'?" : "name classes of the table");
            least[id] = score;
        }

        if (share is not null)
        {
            using var scope = TensorScope.Open();
            seen = Tensor.Zeros([least.Length, Remembered + 1], DType.Float64).Keep();
            common = this.collective.Size > 1 ? seen.Clone().Keep() : null;
        }
    }

    /// <summary>What a checkpoint holds: (C, 1001) float64 where shares of classes are kept.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State => seen is null ? [] : [("scores", seen)];

    /// <summary>Whether a prediction is sure enough; it is remembered where shares of classes are kept.</summary>
    /// <param name="trainId">Its class.</param>
    /// <param name="score">Its score.</param>
    public bool IsSure(int trainId, double score)
    {
        if (seen is null)
        {
            return score > least[trainId];
        }

        if (common is not null)
        {
            fresh.AddRange([trainId, score]);
        }

        var row = Remember(trainId, score);
        var sorted = row.Slice(1, (int)Math.Min(row[0], Remembered)).ToArray();
        Array.Sort(sorted);
        return score > least[trainId] && score >= sorted[(int)Math.Min(sorted.Length - 1, Math.Floor((1 - share!.Value) * sorted.Length))];
    }

    /// <summary>Takes back what <see cref="State"/> gave; nothing where there is none.</summary>
    /// <param name="state">Tensors by name, among others.</param>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        foreach (var (name, tensor) in State)
        {
            if (state.FirstOrDefault(entry => entry.Name == name).Tensor is { } saved)
            {
                tensor.CopyInPlace(saved);
                common?.CopyInPlace(saved);
            }
        }
    }

    /// <summary>
    /// Ends a step: every process remembers what all of them saw in it, rank by rank, so that all have the same state. Within a step each
    /// goes by what it has seen itself. All processes call this at the same place.
    /// </summary>
    public void Unite()
    {
        if (seen is null || common is null)
        {
            return;
        }

        seen.CopyInPlace(common);
        foreach (var said in collective.Gather(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(fresh))))
        {
            foreach (var one in MemoryMarshal.Cast<byte, double>(said).ToArray().Chunk(2))
            {
                Remember((int)one[0], one[1]);
            }
        }

        common.CopyInPlace(seen);
        fresh.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        seen?.Dispose();
        common?.Dispose();
    }

    // The class's row, with the score.
    private Span<double> Remember(int trainId, double score)
    {
        var row = seen!.Data<double>().Slice(trainId * (Remembered + 1), Remembered + 1);
        row[1 + ((int)row[0] % Remembered)] = score;
        row[0]++;
        return row;
    }
}
