using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Metrics.Photographs;

/// <summary>Photographs by the names of images.</summary>
public interface IPhotographs
{
    /// <summary>The folder that they lie in.</summary>
    string Folder { get; }

    /// <summary>The photograph of an image; null where there is none, or several could be meant.</summary>
    /// <param name="name">The image's name.</param>
    /// <exception cref="InputException">It is broken.</exception>
    RgbImage? Read(string name);

    /// <summary>The photograph of an image as a path below the folder; null where there is none.</summary>
    /// <param name="name">The image's name.</param>
    string? NameOf(string name);
}
