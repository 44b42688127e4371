namespace Panoptes.Tests;

/// <summary>A fact that runs another program; skipped, with its name, where that is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsProgramFactAttribute : FactAttribute
{
    public NeedsProgramFactAttribute(params string[] programs) => Skip = Programs.Missing(programs);
}

/// <summary>A theory that runs another program; skipped, with its name, where that is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsProgramTheoryAttribute : TheoryAttribute
{
    public NeedsProgramTheoryAttribute(params string[] programs) => Skip = Programs.Missing(programs);
}

/// <summary>The programs on PATH.</summary>
internal static class Programs
{
    /// <summary>Where a program is; null where it is not on PATH.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs some is skipped; null where all are there.</summary>
    public static string? Missing(params string[] programs) =>
        programs.FirstOrDefault(program => Find(program) is null) is { } missing ? $"needs {missing}, which is not on PATH" : null;
}
