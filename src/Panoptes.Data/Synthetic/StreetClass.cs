using Panoptes.Data.Classes;

namespace Panoptes.Data.Synthetic;

/// <summary>Ids of <see cref="BuiltInClassTables.Street"/>.</summary>
internal static class StreetClass
{
    public const byte Road = 0;
    public const byte Pavement = 1;
    public const byte Building = 2;
    public const byte Tree = 3;
    public const byte Sky = 4;
    public const byte Pole = 5;
    public const byte Car = 6;
    public const byte Person = 7;
    public const byte Void = 255;
}
