using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Sheets;

/// <summary>Pictures of one sample.</summary>
/// <param name="Name">The sample.</param>
/// <param name="Facts">What else is to be known of it; may be empty.</param>
/// <param name="Pictures">Each with what it shows.</param>
public sealed record DoctorPicture(string Name, string Facts, IReadOnlyList<(string Title, RgbImage Image)> Pictures);
