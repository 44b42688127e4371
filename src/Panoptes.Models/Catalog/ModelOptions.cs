using Panoptes.Foundation;

namespace Panoptes.Models.Catalog;

/// <summary>
/// The settings of one family of models. In files their keys stand among those of <see cref="ModelConfig"/>; those of another family are
/// unknown there.
/// </summary>
public abstract record ModelOptions
{
    /// <summary>The family whose settings these are.</summary>
    public abstract IModelFamily Family { get; }

    /// <summary>Checks the values for one of the family's models.</summary>
    /// <param name="name">The model.</param>
    /// <exception cref="InputException">A value is out of range, or set though the model does not take it; names the key.</exception>
    public abstract void Check(string name);

    /// <summary>Throws where a condition does not hold.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="key">The setting's key below <c>model.</c></param>
    /// <param name="found">The value.</param>
    /// <param name="expected">What it should be.</param>
    /// <exception cref="InputException">It does not hold.</exception>
    protected static void Require(bool holds, string key, object? found, string expected)
    {
        if (!holds)
        {
            throw new InputException($"model.{key}", Text(found), expected, "change it");
        }
    }

    /// <summary>Throws where a value is set that a model does not take, so that it is not ignored.</summary>
    /// <param name="takes">Whether the model takes it.</param>
    /// <param name="key">The setting's key below <c>model.</c></param>
    /// <param name="found">The value; null is none.</param>
    /// <param name="name">The model.</param>
    /// <param name="taken">Keys that it takes.</param>
    /// <exception cref="InputException">It is set, and not taken.</exception>
    protected static void RequireTaken(bool takes, string key, object? found, string name, string taken)
    {
        if (!takes && found is not null)
        {
            throw new InputException(
                $"model.{key}", Text(found), $"nothing for {name}, which takes {taken}",
                $"remove model.{key}, or add model.{key}=null where a recipe sets it");
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        IEnumerable<int> list => $"[{string.Join(", ", list)}]",
        _ => FormattableString.Invariant($"{value}"),
    };
}
