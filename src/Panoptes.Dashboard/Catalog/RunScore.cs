namespace Panoptes.Dashboard.Catalog;

/// <summary>The number that runs are judged by.</summary>
/// <param name="Name">What records call it.</param>
/// <param name="Title">What a reader is shown.</param>
/// <param name="IsShare">Whether it is a share, shown in percent.</param>
/// <param name="HigherIsBetter">Whether a higher number is better.</param>
/// <param name="Last">The latest one.</param>
/// <param name="Best">The best so far.</param>
/// <param name="BestStep">Steps that were done then.</param>
internal sealed record RunScore(
    string Name, string Title, bool IsShare, bool HigherIsBetter, double Last, double Best, long BestStep);
