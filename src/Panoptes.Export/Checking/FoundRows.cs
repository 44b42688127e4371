using Panoptes.Export.Detectors;
using Panoptes.Inference.Networks;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Export.Checking;

/// <summary>The objects that a detector found in an image, the surest first.</summary>
internal sealed class FoundRows
{
    private const double ScoreDifference = 1e-3;
    private const double BoxDifference = 0.01;
    private readonly float[] boxes;
    private readonly float[] scores;
    private readonly float[] classes;

    /// <summary>Reads them of outputs.</summary>
    public FoundRows(IReadOnlyList<NetworkOutput> outputs)
    {
        float[] Values(string name) => outputs.First(output => output.Name == name).Values;
        (boxes, scores, classes) = (Values(DetectorPass.Boxes), Values(DetectorPass.Scores), Values(DetectorPass.Classes));
        Count = scores.Count(score => score > 0);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>What libtorch found in one image, as the graph's outputs are called.</summary>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Of(Detections outputs)
    {
        var found = outputs.Objects(0);
        return
        [
            (DetectorPass.Boxes, found.Boxes), (DetectorPass.Scores, found.Scores), (DetectorPass.Classes, found.Classes),
            (DetectorPass.Masks, found.Masks),
        ];
    }

    /// <summary>The object of another list that is the same, or -1, and the largest difference of an edge in pixels.</summary>
    public (int Row, double Difference) Match(int row, FoundRows other, HashSet<int> taken)
    {
        for (var k = 0; k < other.Count; k++)
        {
            if (!taken.Contains(k) && other.classes[k] == classes[row] && Math.Abs(other.scores[k] - scores[row]) < ScoreDifference)
            {
                float[] own = boxes[(4 * row)..(4 * row + 4)], theirs = other.boxes[(4 * k)..(4 * k + 4)];
                var difference = 0.0;
                for (var edge = 0; edge < 4; edge++)
                {
                    difference = Math.Max(difference, Math.Abs(own[edge] - theirs[edge]));
                }

                if (difference <= BoxDifference * Math.Max(own[2] - own[0], own[3] - own[1]))
                {
                    return (k, difference);
                }
            }
        }

        return (-1, 0);
    }
}
