using System.Globalization;
using Panoptes.Data.Classes;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>A class table for ids that are no classes: each stands for itself.</summary>
internal static class RegionTable
{
    /// <summary>What stands for none of them.</summary>
    public const int Void = 65535;

    /// <summary>Makes a table of ids from 0 on.</summary>
    /// <param name="count">How many, at most 65,535.</param>
    public static ClassTable Of(int count) => new(
        "ids",
        [
            .. Enumerable.Range(0, count).Select(id => new ClassEntry(id, id, id.ToString(CultureInfo.InvariantCulture), default, false)),
            new ClassEntry(Void, Void, "void", default, false),
        ],
        Void);
}
