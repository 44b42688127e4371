namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>What an id of a map stands for.</summary>
/// <param name="Class">Its class, from 0.</param>
/// <param name="IsCrowd">Whether it is a group that need not be told apart.</param>
/// <param name="Score">How sure it is, 0 to 1; NaN where nothing says.</param>
public readonly record struct MapLabel(int Class, bool IsCrowd = false, double Score = double.NaN);
