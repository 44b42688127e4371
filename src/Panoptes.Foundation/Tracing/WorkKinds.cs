namespace Panoptes.Foundation.Tracing;

/// <summary>The sorts of work that a trace tells apart.</summary>
public static class WorkKinds
{
    /// <summary>A part of a training step; one may lie in another.</summary>
    public const string Phase = "phase";

    /// <summary>Work of a thread that reads ahead.</summary>
    public const string Loader = "loader";

    /// <summary>Time in which a thread waits for another.</summary>
    public const string Wait = "wait";
}
