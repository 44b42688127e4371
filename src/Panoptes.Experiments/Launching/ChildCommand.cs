namespace Panoptes.Experiments.Launching;

/// <summary>The command line that every process is started with.</summary>
/// <param name="Program">The program's path, or its name where it is found in PATH.</param>
/// <param name="Arguments">Its arguments, as they are.</param>
public sealed record ChildCommand(string Program, IReadOnlyList<string> Arguments);
