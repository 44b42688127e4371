using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Opinions;

/// <summary>A model's opinion of labels, image by image; only the opinions are kept.</summary>
/// <param name="Model">Which model, for a reader.</param>
/// <param name="Images">The images, those with the worst labels first.</param>
public sealed record SecondOpinion(string Model, IReadOnlyList<LabelOpinion> Images)
{
    /// <summary>The mean quality over the images; not a number without any.</summary>
    public double Quality => Images.Select(image => image.Quality).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean agreement over the images.</summary>
    public double Agreement => Images.Select(image => image.Agreement).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Judges the labels of an image.</summary>
    /// <param name="name">The sample.</param>
    /// <param name="labels">The given train ids.</param>
    /// <param name="voidId">The train id of pixels that do not count.</param>
    /// <param name="probabilities">The model's probabilities: one plane a class, row by row, each of the labels' size.</param>
    /// <returns>Null where no pixel counts.</returns>
    /// <exception cref="ArgumentException">The probabilities are not of the labels' size.</exception>
    public static LabelOpinion? Of(string name, Plane<ushort> labels, int voidId, ReadOnlySpan<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var area = labels.Pixels.Length;
        if (probabilities.Length == 0 || probabilities.Length % area != 0)
        {
            throw new ArgumentException($"{probabilities.Length} probabilities for {area} pixels", nameof(probabilities));
        }

        var (quality, same) = (new SoftMin(), 0L);
        for (var i = 0; i < area; i++)
        {
            var given = labels.Pixels[i];
            if (given == voidId || given >= probabilities.Length / area)
            {
                continue;
            }

            var probability = probabilities[(given * area) + i];
            quality.Add(probability);
            same += IsLargest(probabilities, area, i, probability) ? 1 : 0;
        }

        return quality.Count == 0 ? null : new LabelOpinion(name, quality.Value, (double)same / quality.Count);
    }

    private static bool IsLargest(ReadOnlySpan<float> probabilities, int area, int pixel, float probability)
    {
        for (var i = pixel; i < probabilities.Length; i += area)
        {
            if (probabilities[i] > probability)
            {
                return false;
            }
        }

        return true;
    }
}
