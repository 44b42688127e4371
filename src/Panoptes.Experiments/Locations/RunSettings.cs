using Panoptes.Foundation;

namespace Panoptes.Experiments.Locations;

/// <summary>Where a run keeps what it makes. None of this changes what it computes.</summary>
public sealed record RunSettings
{
    /// <summary>Folder that holds the runs.</summary>
    public string Folder { get; init; } = "runs";

    /// <summary>
    /// Name of the run's own folder; null derives it from the configuration file, the seed and the fingerprint, so that the same command
    /// resumes its run and another setting starts another.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Checks the name.</summary>
    /// <exception cref="InputException">It is empty or leads out of the folder.</exception>
    public void Validate()
    {
        if (Name is "" or "." or ".." || Name?.Contains('/') == true)
        {
            throw new InputException(
                "run.name", $"'{Name}'", "the name of one folder, without '/'",
                "choose another, and set run.folder for the folder around it");
        }
    }
}
