namespace Panoptes.Training.Supervision.Things;

/// <summary>What intra-batch supervision of a kind of network takes where nothing is configured.</summary>
/// <param name="Weight">The weight of its loss (the paper's lambda).</param>
/// <param name="Points">Points of each mask at which it is to be empty; 0 for all pixels.</param>
public sealed record IntraBatchDefaults(double Weight, int Points);
