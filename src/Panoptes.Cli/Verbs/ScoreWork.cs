namespace Panoptes.Cli.Verbs;

/// <summary>How predictions are worked on.</summary>
/// <param name="Threads">Threads at once.</param>
/// <param name="Progress">Told how many of how many images are done, from any thread.</param>
internal sealed record ScoreWork(int Threads, Action<int, int> Progress);
