namespace Panoptes.PseudoLabels.Clustering;

/// <summary>Features, a row each, in plain memory.</summary>
/// <param name="Dimensions">Numbers a row, above 0.</param>
/// <param name="Values">The rows one after the other.</param>
public sealed record FeatureRows(int Dimensions, float[] Values)
{
    /// <summary>How many there are.</summary>
    public int Count => Values.Length / Dimensions;

    /// <summary>A row.</summary>
    public Span<float> this[int row] => Values.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Brings every row to length 1, in place; rows of zeros stay.</summary>
    public void Normalize()
    {
        for (var i = 0; i < Count; i++)
        {
            var square = 0.0;
            foreach (var value in this[i])
            {
                square += (double)value * value;
            }

            var scale = square > 0 ? (float)(1 / Math.Sqrt(square)) : 0;
            foreach (ref var value in this[i])
            {
                value *= scale;
            }
        }
    }
}
