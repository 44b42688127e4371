using System.Numerics;

namespace Panoptes.Foundation;

/// <summary>A hash that is the same on every machine and in every process, unlike that of <see cref="object.GetHashCode"/>.</summary>
public static class StableHash
{
    /// <summary>FNV-1a, 64 bits.</summary>
    /// <typeparam name="T">What is hashed one by one: bytes, or the letters of a text.</typeparam>
    /// <param name="units">Them.</param>
    public static ulong Of<T>(ReadOnlySpan<T> units)
        where T : IBinaryInteger<T>
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in units)
        {
            hash = (hash ^ ulong.CreateTruncating(unit)) * 1099511628211UL;
        }

        return hash;
    }
}
