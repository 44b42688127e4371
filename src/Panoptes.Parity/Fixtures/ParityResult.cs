namespace Panoptes.Parity.Fixtures;

/// <summary>How far one quantity of a fixture is from its reference.</summary>
/// <param name="Name">The fixture and case.</param>
/// <param name="Quantity">What was compared, such as <c>loss</c> or <c>gradient</c>.</param>
/// <param name="Error">The largest error, in the measure that the tolerance is given in; NaN where the shapes differ.</param>
/// <param name="Tolerance">The largest error that passes.</param>
public sealed record ParityResult(string Name, string Quantity, double Error, double Tolerance)
{
    /// <summary>What else is to be said: where the largest error is, or why nothing was compared.</summary>
    public string? Note { get; init; }

    /// <summary>Whether nothing was compared, because this version lacks what the fixture is about.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether the error is within the tolerance.</summary>
    public bool Passes => !IsSkipped && Error <= Tolerance;

    /// <summary>Whether the error is over the tolerance, or not a number.</summary>
    public bool Fails => !IsSkipped && !Passes;

    /// <summary>A fixture that could not be run, and why; neither passed nor failed.</summary>
    public static ParityResult Skipped(string name, string reason) =>
        new(name, "skipped", double.NaN, double.NaN) { IsSkipped = true, Note = reason };
}
