using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Diagnosis.Examination;

/// <summary>How labels are examined.</summary>
public sealed record DoctorOptions
{
    private readonly int? mostImages;

    /// <summary>How many images are looked at first, drawn at random by the seed.</summary>
    public int Images { get; init; } = 16;

    /// <summary>
    /// How many at most: where few do not tell, twice as many are looked at, and again. Four times <see cref="Images"/> unless said.
    /// </summary>
    public int MostImages { get => mostImages ?? 4 * Images; init => mostImages = value; }

    /// <summary>Which images.</summary>
    public long Seed { get; init; }

    /// <summary>The training's augmentation, which coordinates and labels are sent through; null where files alone are looked at.</summary>
    public AugmentationConfig? Augmentation { get; init; } = new();

    /// <summary>How many samples go through the pipeline.</summary>
    public int RoundTrips { get; init; } = 3;

    /// <summary>Whether every object gets an offset of its own.</summary>
    public bool Offsets { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A number is out of range.</exception>
    public void Check()
    {
        Require.AtLeast("images", Images, 1);
        Require.AtLeast("most images", MostImages, Images);
        Require.AtLeast("round trips", RoundTrips, 1);
    }
}
