namespace Panoptes.Data.Configuration;

/// <summary>Where the objects come from that are pasted into a batch.</summary>
public enum CopyPasteSource
{
    /// <summary>The labeled objects of the same batch.</summary>
    Labels,

    /// <summary>
    /// The labeled objects of the same batch for the first steps; then what the network itself is sure to have found, of the step before,
    /// where nothing was labeled (CUPS).
    /// </summary>
    Predictions,
}
