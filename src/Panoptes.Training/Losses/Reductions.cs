namespace Panoptes.Training.Losses;

/// <summary>ATen's numbers for what a loss does with its elements.</summary>
internal static class Reductions
{
    /// <summary>One value an element.</summary>
    public const long None = 0;

    /// <summary>Their mean; of weighted elements, divided by the sum of the weights.</summary>
    public const long Mean = 1;

    /// <summary>Their sum.</summary>
    public const long Sum = 2;
}
