namespace Panoptes.Parity.Fixtures;

/// <summary>A kind of fixture: recognizes its files or folders by what they hold, and runs them.</summary>
public interface IParityCaseKind
{
    /// <summary>What such a fixture is, in a word or two: "model", "training".</summary>
    string Name { get; }

    /// <summary>Whether a json file or a folder is a fixture of this kind.</summary>
    bool Recognizes(string path);

    /// <summary>Runs a fixture that <see cref="Recognizes"/> said yes to.</summary>
    /// <exception cref="Foundation.InputException">The fixture itself is damaged or incomplete.</exception>
    IEnumerable<ParityResult> Run(string path);
}
