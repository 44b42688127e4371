using Panoptes.Imaging;

namespace Panoptes.Data.Classes;

/// <summary>One line of a class table: what an id in a label file means.</summary>
/// <param name="RawId">The id in the files, 0-65535 in a label map; category ids of JSON files may be larger.</param>
/// <param name="TrainId">The id a network is trained with (0 to Count - 1), or the table's void id.</param>
/// <param name="Name">The class's name, unique among the trained classes.</param>
/// <param name="Color">The color it is drawn with.</param>
/// <param name="IsThing">True for countable objects, false for stuff.</param>
public sealed record ClassEntry(int RawId, int TrainId, string Name, Rgb Color, bool IsThing);
