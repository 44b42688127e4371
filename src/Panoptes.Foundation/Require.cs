using System.Numerics;

namespace Panoptes.Foundation;

/// <summary>Checks of options, with errors that name the option, what was found and what is expected.</summary>
public static class Require
{
    /// <summary>Something must hold of an option.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="option">The option's key: <c>augmentation.crop</c>.</param>
    /// <param name="found">Its value.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="advice">What to do.</param>
    /// <exception cref="InputException">It does not hold.</exception>
    public static void That(bool holds, string option, object? found, string expected, string advice = "correct the setting")
    {
        if (!holds)
        {
            throw new InputException(option, $"{found}", expected, advice);
        }
    }

    /// <summary>The option must be a number of at least <paramref name="least"/>.</summary>
    /// <exception cref="InputException">It is less, or not finite.</exception>
    public static void AtLeast<T>(string option, T value, T least)
        where T : INumber<T> =>
        That(value >= least && T.IsFinite(value), option, value, $"at least {least}", $"set {option} to {least} or more");

    /// <summary>The option must lie in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    /// <exception cref="InputException">It does not, or is no number.</exception>
    public static void Within<T>(string option, T value, T least, T most)
        where T : INumber<T> =>
        That(value >= least && value <= most, option, value, $"a number from {least} to {most}", $"set {option} within that range");

    /// <summary>The option must be finite and above zero.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static void Positive(string option, double value) =>
        That(value > 0 && double.IsFinite(value), option, value, "a finite number above 0", $"set {option} to a positive number");
}
