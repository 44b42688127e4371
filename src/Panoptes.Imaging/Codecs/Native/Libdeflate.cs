using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Native;

/// <summary>The functions of libdeflate that are used; the library is optional and makes PNG decoding faster.</summary>
internal static unsafe partial class Libdeflate
{
    public const string Library = "libdeflate.so.0";

    /// <summary>True where the library is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, typeof(Libdeflate).Assembly, null, out _);

    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_decompressor")]
    public static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "libdeflate_free_decompressor")]
    public static partial void FreeDecompressor(nint decompressor);

    /// <summary>Inflates a whole zlib stream; 0 only where it is sound and fills the output exactly (with a null actual size).</summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_zlib_decompress")]
    public static partial int Inflate(nint decompressor, byte* input, nuint inputSize, byte* output, nuint outputSize, nint actualSize);

    [LibraryImport(Library, EntryPoint = "libdeflate_crc32")]
    public static partial uint Crc32(uint crc, byte* buffer, nuint size);
}
