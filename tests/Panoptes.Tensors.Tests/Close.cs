namespace Panoptes.Tensors.Tests;

internal static class Close
{
    /// <summary>Every number within <paramref name="tolerance"/>, absolute and relative.</summary>
    public static void To(IReadOnlyList<float> expected, IReadOnlyList<float> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var k = 0; k < expected.Count; k++)
        {
            var allowed = tolerance * (1 + Math.Abs(expected[k]));
            Assert.True(Math.Abs(expected[k] - actual[k]) <= allowed, $"element {k}: expected {expected[k]:R}, got {actual[k]:R}");
        }
    }
}
