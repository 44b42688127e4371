namespace Panoptes.Parity;

/// <summary>How far one quantity of a fixture is from its reference.</summary>
/// <param name="Name">The fixture and case.</param>
/// <param name="Quantity">What was compared, such as <c>loss</c> or <c>gradient</c>.</param>
/// <param name="Error">The largest error, in the measure that the tolerance is given in; NaN where the shapes differ.</param>
/// <param name="Tolerance">The largest error that passes.</param>
public sealed record ParityResult(string Name, string Quantity, double Error, double Tolerance)
{
    /// <summary>Whether the error is within the tolerance.</summary>
    public bool Passes => Error <= Tolerance;
}
