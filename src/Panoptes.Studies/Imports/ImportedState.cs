namespace Panoptes.Studies.Imports;

/// <summary>How far a run got that another tool trained.</summary>
public enum ImportedState
{
    /// <summary>Trained to its planned end and measured there, or a table gives its result.</summary>
    Completed,

    /// <summary>Its records end before that, or do not say where the end was to be.</summary>
    Partial,

    /// <summary>Its records end with an error.</summary>
    Failed,
}
