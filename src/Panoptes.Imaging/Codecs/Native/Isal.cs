using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Codecs.Native;

/// <summary>The functions of ISA-L that are used; the library is optional and makes PNG decoding faster.</summary>
internal static unsafe partial class Isal
{
    public const string Library = "libisal.so.2";
    public const int Success = 0;
    public const int OutputIsFull = 2;

    /// <summary>
    /// Room for the state of an inflation, of which only the beginning (<see cref="Streams"/>) is looked at: 87368 bytes in ISA-L 2.30.
    /// </summary>
    public const int StateBytes = 1 << 18;

    /// <summary>True where the library is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, typeof(Isal).Assembly, null, out _);

    [LibraryImport(Library, EntryPoint = "isal_inflate_init")]
    public static partial void Init(Streams* state);

    /// <summary>
    /// Inflates a raw deflate stream. Success means that it is sound and has ended; a full output that it was sound so far and
    /// has more, of which nothing was written beyond the output.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "isal_inflate_stateless")]
    public static partial int Inflate(Streams* state);

    /// <summary>zlib's check sum, from 1 on.</summary>
    [LibraryImport(Library, EntryPoint = "isal_adler32")]
    public static partial uint Adler32(uint adler, byte* buffer, ulong size);

    /// <summary>The check sum of PNG chunks, from 0 on.</summary>
    [LibraryImport(Library, EntryPoint = "crc32_gzip_refl")]
    public static partial uint Crc32(uint crc, byte* buffer, ulong size);

    /// <summary>How a state begins.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Streams
    {
        public byte* NextOutput;
        public uint OutputLeft;
        public uint TotalOutput;
        public byte* NextInput;
        public ulong BitBuffer;
        public uint InputLeft;
        public int BitsInBuffer;
    }
}
