using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Tensors;
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

    /// <summary>Reads the settings.</summary>
    /// <param name="config">Scores and shares.</param>
    /// <param name="classes">The classes that they are of.</param>
    /// <exception cref="InputException">A class is not known; names the nearest.</exception>
    public LabelScores(TeacherLabelConfig config, ClassTable classes)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(classes);
        least = [.. Enumerable.Repeat(config.Score, classes.Count)];
        share = config.ClassShare;
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

        var row = seen.Data<double>().Slice(trainId * (Remembered + 1), Remembered + 1);
        row[1 + ((int)row[0] % Remembered)] = score;
        row[0]++;
        var sorted = row.Slice(1, (int)Math.Min(row[0], Remembered)).ToArray();
        Array.Sort(sorted);
        return score > least[trainId] && score >= sorted[(int)Math.Min(sorted.Length - 1, Math.Floor((1 - share!.Value) * sorted.Length))];
    }

    /// <inheritdoc/>
    public void Dispose() => seen?.Dispose();
}
