namespace Panoptes.Dashboard.Catalog;

/// <summary>What has become of a run.</summary>
internal enum RunState
{
    /// <summary>Its folder was found, and not read yet.</summary>
    Unread,

    /// <summary>Nothing was logged.</summary>
    NotStarted,

    /// <summary>A process writes it.</summary>
    Running,

    /// <summary>It ended as it should.</summary>
    Completed,

    /// <summary>It was stopped, or its process is gone; the same command goes on with it.</summary>
    Stopped,

    /// <summary>It ended by an error.</summary>
    Failed,
}
