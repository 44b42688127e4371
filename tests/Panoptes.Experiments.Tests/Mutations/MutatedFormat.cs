namespace Panoptes.Experiments.Tests.Mutations;

/// <summary>A kind of file that Panoptes reads: a good one, and how it is read.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="Seeds">Good files.</param>
/// <param name="IsText">Whether numbers are written in it as text.</param>
/// <param name="Read">Reads one, given where it lies and the good file it comes from; throws where what it accepts is wrong.</param>
/// <param name="LeavesOut">Whether what cannot be read is counted and left out instead of refused.</param>
internal sealed record MutatedFormat(
    string Name, IReadOnlyList<byte[]> Seeds, bool IsText, Action<string, byte[]> Read, bool LeavesOut = false);
