using System.Runtime.CompilerServices;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>A place of the lattice: its first five coordinates, packed; the sixth follows, as all six sum to 0.</summary>
internal readonly record struct LatticeKey(ulong Low, ulong High)
{
    /// <summary>Coordinates lie within plus and minus this.</summary>
    public const int Bias = 1 << 20;

    private const int Bits = 21;
    private const ulong LowOnes = 1 | (1UL << Bits) | (1UL << (2 * Bits));
    private const ulong HighOnes = 1 | (1UL << Bits);

    /// <summary>Packs five coordinates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LatticeKey Of(int a, int b, int c, int d, int e) => new(
        (uint)(a + Bias) | ((ulong)(uint)(b + Bias) << Bits) | ((ulong)(uint)(c + Bias) << (2 * Bits)),
        (uint)(d + Bias) | ((ulong)(uint)(e + Bias) << Bits));

    /// <summary>The place one step along an axis (0 to 5) of the lattice.</summary>
    /// <param name="axis">The axis: five steps along it and one back along the five others.</param>
    /// <param name="isForward">Which way.</param>
    public LatticeKey Step(int axis, bool isForward)
    {
        const ulong Side = PermutohedralLattice.Dimensions + 1;
        var low = axis < 3 ? Side << (Bits * axis) : 0;
        var high = axis is 3 or 4 ? Side << (Bits * (axis - 3)) : 0;
        return isForward
            ? new LatticeKey(Low - LowOnes + low, High - HighOnes + high)
            : new LatticeKey(Low + LowOnes - low, High + HighOnes - high);
    }

    /// <summary>A number that spreads well over 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash()
    {
        var mixed = (Low * 0x9E3779B97F4A7C15) ^ (High * 0xC2B2AE3D27D4EB4F);
        return (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
    }
}

/// <summary>The places of the lattice that are in use, numbered as they come. Open addressing, linear probing.</summary>
internal sealed class LatticeKeys
{
    private LatticeKey[] keys = new LatticeKey[1 << 12];
    private int[] slots = NewSlots(1 << 13);
    private int shift = 64 - 13;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The place of a number.</summary>
    public LatticeKey this[int number] => keys[number];

    /// <summary>The number of a place; -1 where it is not in use.</summary>
    public int Find(LatticeKey key)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(key.Hash() >> shift); ; at = (at + 1) & mask)
        {
            var number = slots[at];
            if (number < 0 || keys[number] == key)
            {
                return number;
            }
        }
    }

    /// <summary>The number of a place, which is in use from now on.</summary>
    public int Add(LatticeKey key)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(key.Hash() >> shift); ; at = (at + 1) & mask)
        {
            var number = slots[at];
            if (number >= 0 && keys[number] == key)
            {
                return number;
            }

            if (number < 0)
            {
                slots[at] = Count;
                if (Count == keys.Length)
                {
                    Array.Resize(ref keys, 2 * keys.Length);
                }

                keys[Count] = key;
                if (2 * ++Count > slots.Length)
                {
                    Grow();
                }

                return Count - 1;
            }
        }
    }

    private static int[] NewSlots(int count)
    {
        var slots = new int[count];
        slots.AsSpan().Fill(-1);
        return slots;
    }

    private void Grow()
    {
        slots = NewSlots(checked(2 * slots.Length));
        shift--;
        for (var number = 0; number < Count; number++)
        {
            var at = (int)(keys[number].Hash() >> shift);
            while (slots[at] >= 0)
            {
                at = (at + 1) & (slots.Length - 1);
            }

            slots[at] = number;
        }
    }
}
