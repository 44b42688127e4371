namespace Panoptes.Diagnosis.Monitoring;

/// <summary>What an evaluation in the course of a training says; fractions. Not a number where it says nothing.</summary>
/// <param name="Step">Updates done before it.</param>
/// <param name="PQ">Panoptic quality.</param>
/// <param name="PQThings">Panoptic quality of things.</param>
/// <param name="Accuracy">The share of pixels whose class is right.</param>
/// <param name="Loss">The mean loss since the evaluation before.</param>
public sealed record MonitorPoint(long Step, double PQ, double PQThings, double Accuracy, double Loss);
