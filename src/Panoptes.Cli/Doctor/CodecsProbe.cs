using Panoptes.Imaging.Codecs;

namespace Panoptes.Cli.Doctor;

/// <summary>The image codecs.</summary>
internal static class CodecsProbe
{
    private const string Part = "image codecs";

    /// <summary>Loads each codec.</summary>
    public static IEnumerable<Finding> Look()
    {
        foreach (var library in ImageLibraries.All)
        {
            if (!library.IsFound)
            {
                yield return new(
                    Part,
                    library.Purpose,
                    library.IsRequired ? Level.Lack : Level.Warning,
                    $"{library.Name} cannot be loaded{(library.IsRequired ? "" : "; slower without it")}",
                    $"{PackagesProbe.Sudo}apt-get install -y --no-install-recommends {library.Package}");
                continue;
            }

            var path = LoadedLibraries.Load(library.Name) ?? library.Name;
            var version = LoadedLibraries.Text(library.Name, "spng_version_string");
            yield return new(Part, library.Purpose, Level.Good, version is null ? path : $"{version}, {path}");
        }
    }
}
