namespace Panoptes.Tensors.Tests;

/// <summary>A theory that needs a libtorch of at least a version; skipped, with both versions named, on an older one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsLibtorchTheoryAttribute : TheoryAttribute
{
    public NeedsLibtorchTheoryAttribute(int major, int minor)
    {
        if (!Libtorch.IsAtLeast(major, minor))
        {
            Skip = $"needs libtorch {major}.{minor}, but this is {Libtorch.Version}";
        }
    }
}
