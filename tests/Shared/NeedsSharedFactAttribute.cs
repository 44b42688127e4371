namespace Panoptes.Tests;

/// <summary>A fact that reads <c>../shared</c>; skipped, with the path it misses, where that is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSharedFactAttribute : FactAttribute
{
    public NeedsSharedFactAttribute(string relative)
    {
        if (SharedFiles.Path(relative) is null)
        {
            Skip = $"needs ../shared/{relative}, which is not here";
        }
    }
}

/// <summary>A theory that reads <c>../shared</c>; skipped, with the path it misses, where that is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSharedTheoryAttribute : TheoryAttribute
{
    public NeedsSharedTheoryAttribute(string relative)
    {
        if (SharedFiles.Path(relative) is null)
        {
            Skip = $"needs ../shared/{relative}, which is not here";
        }
    }
}
