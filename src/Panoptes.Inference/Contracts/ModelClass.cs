namespace Panoptes.Inference.Contracts;

/// <summary>A class that a network tells apart; its place in the list is its id in label maps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">The color it is drawn with, <c>#rrggbb</c>.</param>
/// <param name="IsThing">Whether it is one of countable objects.</param>
/// <param name="RawId">The id that stands for it in the data set's files.</param>
public sealed record ModelClass(string Name, string Color, bool IsThing, int RawId);
