namespace Panoptes.Studies.Leases;

/// <summary>Who holds a lease.</summary>
/// <param name="User">The user.</param>
/// <param name="Host">The host.</param>
/// <param name="Pid">The process.</param>
/// <param name="Started">
/// When the process started, in the host's own ticks since its boot, so that a number that another process got later is told apart.
/// </param>
/// <param name="Scheduler">What runs it: <c>local</c>, <c>slurm</c>, <c>lsf</c>.</param>
/// <param name="Job">The scheduler's number for it; empty where it has none.</param>
public sealed record LeaseOwner(string User, string Host, int Pid, long Started, string Scheduler, string Job);
