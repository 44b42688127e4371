namespace Panoptes.Cli.Doctor;

/// <summary>The image codecs.</summary>
internal static class CodecsProbe
{
    private const string Part = "image codecs";

    /// <summary>Loads each codec.</summary>
    public static IEnumerable<Finding> Look()
    {
        yield return Codec("PNG (libspng)", "libspng.so.0", "libspng-dev", LoadedLibraries.Text("libspng.so.0", "spng_version_string"));
        yield return Codec("JPEG (libturbojpeg)", "libturbojpeg.so.0", "libturbojpeg0-dev", null);
        yield return Codec("deflate (libdeflate)", "libdeflate.so.0", "libdeflate0", null);
    }

    private static Finding Codec(string name, string library, string package, string? version) => LoadedLibraries.Load(library) is { } path
        ? new(Part, name, Level.Good, version is null ? path : $"{version}, {path}")
        : new(Part, name, Level.Lack, $"{library} cannot be loaded", $"{PackagesProbe.Sudo}apt-get install -y --no-install-recommends {package}");
}
