using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>Range checks of options, with errors that name the option.</summary>
internal static class Require
{
    /// <summary>The option must be a number of at least <paramref name="least"/>.</summary>
    public static void AtLeast<T>(string option, T value, T least)
        where T : INumber<T>
    {
        if (!(value >= least) || !T.IsFinite(value))
        {
            throw new InputException(option, $"{value}", $"at least {least}", $"set {option} to {least} or more");
        }
    }

    /// <summary>The option must lie in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    public static void Within(string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new InputException(option, $"{value}", $"a number from {least} to {most}", $"set {option} within that range");
        }
    }

    /// <summary>The option must be finite and above zero.</summary>
    public static void Positive(string option, double value)
    {
        if (!(value > 0) || double.IsInfinity(value))
        {
            throw new InputException(option, $"{value}", "a finite number above 0", $"set {option} to a positive number");
        }
    }
}
