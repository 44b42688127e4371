using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>
/// Plans the files of a COCO panoptic data set or prediction: a JSON, and a PNG an image in the folder named like it. Every PNG is planned
/// before the first is written.
/// </summary>
public sealed class PanopticOutput
{
    private readonly string json;
    private readonly OutputFolder folder;
    private readonly IReadOnlyList<OutputCategory> categories;
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    /// <summary>Plans the JSON, and the folder of PNGs.</summary>
    /// <param name="plan">The command's outputs.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="categories">The classes.</param>
    /// <param name="isSidecar">Whether the PNGs may lie in an input folder, as they are never taken for inputs there.</param>
    /// <param name="option">What the user named the outputs with.</param>
    /// <exception cref="InputException">An output would harm something.</exception>
    public PanopticOutput(
        OutputPlan plan, string json, IReadOnlyList<OutputCategory> categories, bool isSidecar = false, string option = "--out")
    {
        ArgumentNullException.ThrowIfNull(plan);
        this.categories = categories;
        folder = plan.Folder(PngFolderOf(json), option, isSidecar);
        this.json = plan.File(json, option);
    }

    /// <summary>The folder of PNGs that belongs to a JSON: beside it, named like it.</summary>
    public static string PngFolderOf(string json) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(json))!, Path.GetFileNameWithoutExtension(json));

    /// <summary>Plans an image's PNG.</summary>
    /// <param name="imageId">The image's id, which no other has.</param>
    /// <param name="mapFile">The PNG's name below the folder.</param>
    /// <param name="source">The file that the name follows from.</param>
    /// <param name="origin">What the image is, for messages.</param>
    /// <exception cref="InputException">Another image has the id or the name, or the PNG would harm something.</exception>
    public void Plan(string imageId, string mapFile, string source, string origin)
    {
        paths[mapFile] = folder.File(mapFile, source, origin);
        if (!ids.Add(imageId))
        {
            throw new InputException(
                source, $"two images with the id {imageId}, the second {origin}", "an id of its own for each",
                "rename or renumber one of them");
        }
    }

    /// <summary>
    /// Begins to write what is planned; the plan has begun. Dispose it when all is written, or on the way out of an error.
    /// </summary>
    public PanopticWriting Open() => new(json, paths, categories);
}
