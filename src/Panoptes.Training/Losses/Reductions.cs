namespace Panoptes.Training;

/// <summary>ATen's numbers for what a loss does with its elements.</summary>
internal static class Reductions
{
    /// <summary>One value an element.</summary>
    public const long None = 0;

    /// <summary>Their sum.</summary>
    public const long Sum = 2;
}
