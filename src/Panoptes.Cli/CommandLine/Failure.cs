using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>Turns what a verb throws into one line on standard error and an exit code.</summary>
internal static class Failure
{
    /// <summary>Says what happened; a defect's whole trace goes to a file that the line names.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Exception exception, TextWriter error)
    {
        var cause = Cause(exception);
        switch (cause)
        {
            case InputException:
                error.WriteLine($"panoptes: {cause.Message}");
                return ExitCode.BadInput;
            case IOException or UnauthorizedAccessException:
                error.WriteLine($"panoptes: {OneLine(cause.Message)}; check that the path exists, may be used, and that the disk has room");
                return ExitCode.BadInput;
            default:
                error.WriteLine($"panoptes: a defect: {cause.GetType().Name}: {OneLine(cause.Message)}; {WriteTrace(exception)}");
                return ExitCode.Defect;
        }
    }

    /// <summary>The first cause that is the user's to mend, else the exception with its wrappers taken off.</summary>
    private static Exception Cause(Exception exception)
    {
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            if (at is InputException)
            {
                return at;
            }

            if (at is AggregateException many && many.Flatten().InnerExceptions.OfType<InputException>().FirstOrDefault() is { } input)
            {
                return input;
            }
        }

        return exception is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException
            && exception.InnerException is { } inner
            ? Cause(inner)
            : exception;
    }

    private static string WriteTrace(Exception exception)
    {
        var path = System.IO.Path.Combine(Clone.Artifacts, $"crash-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt");
        try
        {
            AtomicFile.WriteText(path, $"{Environment.CommandLine}\n{DateTime.UtcNow:O}\n{exception}\n");
            return $"the full trace is in {path}";
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"the full trace could not be written to {path}: {OneLine(exception.ToString())}";
        }
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
}
