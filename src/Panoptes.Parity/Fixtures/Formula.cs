using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Parity.Fixtures;

/// <summary>Numbers that anyone can regenerate from a name, so that fixtures store no weights or inputs.</summary>
public static class Formula
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>u(name, i) in [-1, 1), exact in float32, of elements 0 to <paramref name="count"/> - 1.</summary>
    /// <remarks>FNV-1a of the name in UTF-8 starts a splitmix64 stream; the top 24 bits of each draw are the number.</remarks>
    public static float[] Values(string name, long count)
    {
        var hash = StableHash.Of<byte>(Encoding.UTF8.GetBytes(name));
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            hash += Increment;
            var z = hash;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            values[i] = ((z ^ (z >> 31)) >> 40) / 8388608f - 1;
        }

        return values;
    }
}
