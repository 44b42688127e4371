using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Training;

/// <summary>A json file of training cases: losses, photometric distortion, learning rates.</summary>
public sealed class TrainingFixtureKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "training";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, TrainingFixture.Recognizes);

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return TrainingFixture.Run(Path.GetFileNameWithoutExtension(path), document.RootElement);
    }
}
