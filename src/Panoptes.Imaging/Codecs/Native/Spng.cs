using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Codecs.Native;

/// <summary>The functions of libspng 0.7 that are used (spng.h).</summary>
internal static unsafe partial class Spng
{
    public const string Library = "libspng.so.0";
    public const int EncoderContext = 2;
    public const int FormatPng = 256;
    public const int FormatRaw = 512;
    public const int EncodeFinalize = 2;
    public const int OptionCompressionLevel = 2;
    public const int OptionFilterChoice = 10;
    public const int OptionEncodeToBuffer = 12;
    public const int FilterChoiceNone = 8;
    public const int FilterChoiceAll = 248;

    [LibraryImport(Library, EntryPoint = "spng_ctx_new")]
    public static partial nint NewContext(int flags);

    [LibraryImport(Library, EntryPoint = "spng_ctx_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "spng_set_png_buffer")]
    public static partial int SetBuffer(nint context, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "spng_get_png_buffer")]
    public static partial byte* TakeBuffer(nint context, out nuint size, out int error);

    [LibraryImport(Library, EntryPoint = "spng_set_image_limits")]
    public static partial int SetImageLimits(nint context, uint width, uint height);

    [LibraryImport(Library, EntryPoint = "spng_set_chunk_limits")]
    public static partial int SetChunkLimits(nint context, nuint chunkSize, nuint cacheSize);

    [LibraryImport(Library, EntryPoint = "spng_set_option")]
    public static partial int SetOption(nint context, int option, int value);

    [LibraryImport(Library, EntryPoint = "spng_decoded_image_size")]
    public static partial int DecodedImageSize(nint context, int format, out nuint size);

    [LibraryImport(Library, EntryPoint = "spng_decode_image")]
    public static partial int DecodeImage(nint context, byte* output, nuint size, int format, int flags);

    [LibraryImport(Library, EntryPoint = "spng_encode_image")]
    public static partial int EncodeImage(nint context, byte* image, nuint size, int format, int flags);

    [LibraryImport(Library, EntryPoint = "spng_set_ihdr")]
    public static partial int SetHeader(nint context, in Header header);

    [LibraryImport(Library, EntryPoint = "spng_get_plte")]
    public static partial int GetPalette(nint context, Palette* palette);

    [LibraryImport(Library, EntryPoint = "spng_set_plte")]
    public static partial int SetPalette(nint context, Palette* palette);

    [LibraryImport(Library, EntryPoint = "spng_set_trns")]
    public static partial int SetTransparency(nint context, Transparency* transparency);

    [LibraryImport(Library, EntryPoint = "spng_strerror")]
    private static partial nint ErrorText(int error);

    [LibraryImport(Library, EntryPoint = "spng_version_string")]
    private static partial nint VersionText();

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(byte* memory);

    public static string Error(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? $"error {error}";

    public static string Version() => Marshal.PtrToStringUTF8(VersionText()) ?? "?";

    /// <summary>struct spng_ihdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        public uint Width;
        public uint Height;
        public byte BitDepth;
        public byte ColorType;
        public byte CompressionMethod;
        public byte FilterMethod;
        public byte InterlaceMethod;
    }

    /// <summary>struct spng_plte: up to 256 entries of R, G, B and a reserved byte.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Palette
    {
        public uint Count;
        public fixed byte Entries[256 * 4];
    }

    /// <summary>struct spng_trns: one color that is clear, for gray and RGB, or how opaque entries of a palette are.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Transparency
    {
        public ushort Gray;
        public ushort Red;
        public ushort Green;
        public ushort Blue;
        public uint Count;
        public fixed byte Opacities[256];
    }
}
