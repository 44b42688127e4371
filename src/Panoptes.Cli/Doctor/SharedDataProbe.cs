using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Doctor;

/// <summary>The folder beside the clone with reference results, real images and weights, which some tests and results need.</summary>
internal static class SharedDataProbe
{
    private const string Part = "shared files (optional)";

    /// <summary>Looks for them.</summary>
    public static IEnumerable<Finding> Look()
    {
        var root = Clone.Root is null ? null : Path.GetFullPath(Path.Combine(Clone.Root, "..", "shared"));
        if (root is null || !Directory.Exists(root))
        {
            yield return new(Part, "../shared", Level.Good, "not here: tests against reference results and real images are skipped");
            yield break;
        }

        foreach (var (folder, what) in new[] { ("parity", "reference results"), ("data/camvid", "CamVid"), (
            "weights", "pretrained weights") })
        {
            var path = Path.Combine(root, folder);
            yield return new(Part, what, Level.Good, Directory.Exists(path) ? path : $"{path} is not there: what needs it is skipped");
        }
    }
}
