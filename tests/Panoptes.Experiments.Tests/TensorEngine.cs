namespace Panoptes.Experiments.Tests;

/// <summary>
/// Tests that make models: one at a time, as the tensor engine has one random generator a process, and sessions are held to its bits.
/// </summary>
internal static class TensorEngine
{
    /// <summary>The collection that they belong to.</summary>
    public const string Name = "tensor engine";
}
