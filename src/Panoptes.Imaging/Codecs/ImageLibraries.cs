using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs;

/// <summary>A native library that images are read with.</summary>
/// <param name="Name">File name of the shared library.</param>
/// <param name="Package">Debian package that brings it.</param>
/// <param name="Purpose">What it does here.</param>
/// <param name="IsRequired">False where Panoptes works without it, only slower.</param>
/// <param name="IsFound">Whether this machine has it.</param>
public sealed record ImageLibrary(string Name, string Package, string Purpose, bool IsRequired, bool IsFound);

/// <summary>The native libraries behind the codecs, for reports on a machine's set-up.</summary>
public static class ImageLibraries
{
    /// <summary>Every library, found or not.</summary>
    public static IReadOnlyList<ImageLibrary> All { get; } =
    [
        new(Spng.Library, "libspng0", "PNG", true, IsFound(Spng.Library)),
        new(TurboJpeg.Library, "libturbojpeg0", "JPEG", true, IsFound(TurboJpeg.Library)),
        new(Libdeflate.Library, "libdeflate0", "fast PNG decoding", false, Libdeflate.IsAvailable),
        new(Isal.Library, "libisal2", "faster decoding of PNG photographs", false, Isal.IsAvailable),
    ];

    /// <summary>Says which package is missing, before a call would fail with less to go on.</summary>
    internal static void Require(string name)
    {
        foreach (var library in All)
        {
            if (library.Name == name && !library.IsFound)
            {
                throw new InputException(
                    name, "no such library on this machine", $"the shared library for {library.Purpose}",
                    $"install it with: apt-get install {library.Package}");
            }
        }
    }

    private static bool IsFound(string name) => NativeLibrary.TryLoad(name, typeof(ImageLibraries).Assembly, null, out _);
}
