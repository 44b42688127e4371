namespace Panoptes.Studies.Linting.Facts;

/// <summary>What a report says has become of a training.</summary>
internal enum RunState
{
    /// <summary>Nothing.</summary>
    Unsaid,

    /// <summary>There is no result: N/A, a dash.</summary>
    Missing,

    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It failed, or was ended.</summary>
    Failed,

    /// <summary>Another holds its lock.</summary>
    Blocked,

    /// <summary>It is done.</summary>
    Completed,
}
