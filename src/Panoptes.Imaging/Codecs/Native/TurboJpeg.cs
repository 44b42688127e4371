using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Codecs.Native;

/// <summary>The functions of libturbojpeg 2.1 that are used (turbojpeg.h).</summary>
internal static unsafe partial class TurboJpeg
{
    public const string Library = "libturbojpeg.so.0";
    public const int PixelRgb = 0;
    public const int PixelCmyk = 11;
    public const int ColorCmyk = 3;
    public const int ColorYcck = 4;
    public const int FlagNoReallocation = 1024;
    public const int FlagLimitScans = 32768;
    public const int ErrorIsWarning = 0;

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint NewCompressor();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int ReadHeader(
        nint handle, byte* jpeg, CULong size, out int width, out int height, out int subsampling, out int colorSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        nint handle, byte* jpeg, CULong size, byte* output, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong LargestSize(int width, int height, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        nint handle, byte* input, int width, int pitch, int height, int pixelFormat, byte** jpeg, CULong* size, int subsampling,
        int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint ErrorText(nint handle);

    public static string Error(nint handle) => Marshal.PtrToStringUTF8(ErrorText(handle)) ?? "an unknown error";
}
