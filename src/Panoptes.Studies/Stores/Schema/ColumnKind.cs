namespace Panoptes.Studies.Stores.Schema;

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    /// <summary>Text, which sorts by its code points.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number of 64 bits; an undefined one is null.</summary>
    Real,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A time (UTC), to the microsecond.</summary>
    Time,
}
