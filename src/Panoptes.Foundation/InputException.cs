namespace Panoptes.Foundation;

/// <summary>
/// Something given to Panoptes (a file, a setting, an argument) cannot be used. The message is one line that names
/// the file, what was found, what was expected and what to do; the command line prints it and exits with code 1.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">The file, setting or argument at fault, as the user knows it; with a JSON path or line where there is
    /// one.</param>
    /// <param name="found">What was found there.</param>
    /// <param name="expected">What was expected instead.</param>
    /// <param name="advice">What to do about it, as an imperative.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    public InputException(string source, string found, string expected, string advice, Exception? cause = null)
        : base(OneLine($"{source}: found {found}; expected {expected}; {advice}"), cause)
    {
        Source = source;
        Found = found;
        Expected = expected;
        Advice = advice;
    }

    /// <summary>The file, setting or argument at fault.</summary>
    public override string? Source { get; set; }

    /// <summary>What was found there.</summary>
    public string Found { get; }

    /// <summary>What was expected instead.</summary>
    public string Expected { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
