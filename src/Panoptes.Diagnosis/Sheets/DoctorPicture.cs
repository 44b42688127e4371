using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Sheets;

/// <summary>Pictures of one sample: the image, and what is laid over it.</summary>
/// <param name="Name">The sample.</param>
/// <param name="Facts">What else is to be known of it; may be empty.</param>
/// <param name="Title">What the image is.</param>
/// <param name="Image">The image.</param>
/// <param name="Layers">What is laid over it.</param>
public sealed record DoctorPicture(string Name, string Facts, string Title, RgbImage Image, IReadOnlyList<DoctorLayer> Layers);

/// <summary>What is laid over an image.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Png">A PNG of the image's size, clear where nothing is drawn.</param>
/// <param name="HasClasses">Whether it is in the colors of classes.</param>
public sealed record DoctorLayer(string Title, byte[] Png, bool HasClasses);
