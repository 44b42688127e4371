namespace Panoptes.Studies.Launchers;

/// <summary>A job that a scheduler has accepted.</summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Scheduler">Which scheduler: <c>local</c>, <c>slurm</c>, <c>lsf</c>.</param>
/// <param name="Job">Its number, such as <c>1057498</c>, or <c>1057498_3</c> for the third of an array.</param>
public sealed record SubmittedJob(string Cell, string Scheduler, string Job);
