using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Codecs.Native;

/// <summary>The functions of libdeflate that are used; the library is optional and makes PNG decoding faster.</summary>
internal static unsafe partial class Libdeflate
{
    public const string Library = "libdeflate.so.0";
    public const int Success = 0;
    public const int InsufficientSpace = 3;

    /// <summary>True where the library is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, typeof(Libdeflate).Assembly, null, out _);

    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_decompressor")]
    public static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "libdeflate_free_decompressor")]
    public static partial void FreeDecompressor(nint decompressor);

    /// <summary>
    /// Inflates a zlib stream. With a null actual size, success means that the stream is sound and fills the output exactly,
    /// insufficient space that it was sound so far and has more.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_zlib_decompress")]
    public static partial int Inflate(nint decompressor, byte* input, nuint inputSize, byte* output, nuint outputSize, nint actualSize);

    [LibraryImport(Library, EntryPoint = "libdeflate_crc32")]
    public static partial uint Crc32(uint crc, byte* buffer, nuint size);
}
