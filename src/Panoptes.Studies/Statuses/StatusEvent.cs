namespace Panoptes.Studies.Statuses;

/// <summary>What happens to a cell, as far as its state is concerned.</summary>
public enum StatusEvent
{
    /// <summary>It was given to a launcher.</summary>
    Submitted,

    /// <summary>The scheduler has it waiting.</summary>
    JobWaits,

    /// <summary>An attempt has begun and holds the lease.</summary>
    AttemptBegan,

    /// <summary>The first step, or a further one, is done.</summary>
    Stepped,

    /// <summary>Training is done; measuring has begun.</summary>
    Trained,

    /// <summary>Its result was published, and is proved.</summary>
    Proved,

    /// <summary>An attempt ended before its time and can go on.</summary>
    Interrupted,

    /// <summary>An attempt ended by an error.</summary>
    Failed,

    /// <summary>An attempt found another holder.</summary>
    FoundHolder,

    /// <summary>The holder's signs of life are overdue.</summary>
    FellSilent,

    /// <summary>The holder shows signs of life again.</summary>
    SpokeAgain,

    /// <summary>Somebody cancelled it, or the scheduler did on somebody's behalf.</summary>
    Cancelled,

    /// <summary>A condition of the study leaves it out.</summary>
    LeftOut,

    /// <summary>What it would compute now is not what it computed.</summary>
    Changed,

    /// <summary>Somebody declared it void.</summary>
    Voided,

    /// <summary>Somebody asked for it again.</summary>
    Wanted,
}
