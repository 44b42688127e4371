using System.Runtime.InteropServices;

namespace Panoptes.Tensors.Native;

/// <summary>One call of an operator as the bridge tells it; mirrored by profile.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OperatorRecord
{
    public byte* Name;
    public long Begin;
    public long End;
    public long Sequence;
    public int Thread;
    public int Kind;
}
