namespace Panoptes.Diagnosis.Verdicts;

/// <summary>What follows from a verdict.</summary>
public static class Alignments
{
    /// <summary>The word that a reader is shown, such as <c>ALIGNED</c>.</summary>
    /// <param name="alignment">The verdict.</param>
    public static string Word(this Alignment alignment) => alignment.ToString().ToUpperInvariant();

    /// <summary>Whether a training on such labels is refused.</summary>
    /// <param name="alignment">The verdict.</param>
    public static bool IsRefused(this Alignment alignment) =>
        alignment is Alignment.Misaligned or Alignment.Flipped or Alignment.Rotated or Alignment.Unrelated;
}
