namespace Panoptes.Models.Weights;

/// <summary>Why weights must not be loaded.</summary>
/// <param name="Found">What the file holds.</param>
/// <param name="Expected">What the model needs.</param>
/// <param name="Advice">What to do.</param>
internal sealed record WeightMismatch(string Found, string Expected, string Advice);

/// <summary>A module that knows when weights would fit, wholly or in part, and yet mean something else.</summary>
internal interface IWeightGuard
{
    /// <summary>
    /// What a file of this module's weights must say beside the tensors, so that they can be told from others of equal shapes.
    /// </summary>
    IReadOnlyDictionary<string, string> Facts => new Dictionary<string, string>();

    /// <summary>Why a file must not be loaded; null where nothing speaks against it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="given">What it has for this module, by the module's own names, whether it fits or not.</param>
    WeightMismatch? Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given);

    /// <summary>What the user should know of weights that are loaded; or null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="given">What it has for this module, by the module's own names, whether it fits or not.</param>
    string? Warning(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => null;
}
