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

    /// <summary>
    /// The updates over which the learning rate runs its course: those of the stage, and of the stages that it goes on with.
    /// </summary>
    public (long Start, long End) Course { get; init; } = (Start, End);

    /// <summary>Updates of the course.</summary>
    public long CourseLength => Course.End - Course.Start;

    /// <summary>Updates of the course that are done at a global step, at least 0.</summary>
    public long CourseDone(long step) => Math.Max(0, step - Course.Start);

    /// <summary>Updates of the stage.</summary>
    public long Length => End - Start;

    /// <summary>Updates of the stage that are done at a global step, at least 0.</summary>
    public long Done(long step) => Math.Max(0, step - Start);
}
