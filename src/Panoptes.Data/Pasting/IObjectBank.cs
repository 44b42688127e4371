namespace Panoptes.Data.Pasting;

/// <summary>Objects that may be pasted.</summary>
public interface IObjectBank
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>One of them; made when asked for.</summary>
    /// <param name="place">0 to Count - 1.</param>
    ObjectCutout this[int place] { get; }
}
