using Panoptes.Experiments.Launching;

namespace Panoptes.Studies.Launchers;

/// <summary>One cell to be carried out by a launcher.</summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Name">What the job is called: study/cell.</param>
/// <param name="Fingerprint">The cell's fingerprint, which goes into the job's comment.</param>
/// <param name="Command">
/// What the job runs: one attempt of the cell. Its exit codes: 0 done, 75 interrupted and can go on, 3 another holds the lease, anything
/// else failed.
/// </param>
/// <param name="Log">Where its output goes, a file that is appended to.</param>
/// <param name="MemoryMib">Memory that it needs, where known.</param>
public sealed record JobRequest(string Cell, string Name, string Fingerprint, ChildCommand Command, string Log, long? MemoryMib);
