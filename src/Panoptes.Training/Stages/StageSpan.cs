namespace Panoptes.Training.Stages;

/// <summary>
/// Which of a training's steps belong to one stage. All stages count one global step; learning rate and best score know where theirs began.
/// </summary>
/// <param name="Name">What the configuration calls the stage.</param>
/// <param name="Start">Updates that earlier stages do.</param>
/// <param name="End">Updates done when the stage is over.</param>
public sealed record StageSpan(string Name, long Start, long End)
{
    /// <summary>The stage of a training that names none.</summary>
    public const string Only = "train";

    /// <summary>The whole of a training in one stage.</summary>
    /// <param name="steps">Its updates.</param>
    public static StageSpan Whole(long steps) => new(Only, 0, steps);

    /// <summary>Updates of the stage.</summary>
    public long Length => End - Start;

    /// <summary>Updates of the stage that are done at a global step, at least 0.</summary>
    public long Done(long step) => Math.Max(0, step - Start);
}
