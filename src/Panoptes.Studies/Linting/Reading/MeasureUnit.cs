namespace Panoptes.Studies.Linting.Reading;

/// <summary>What a number is written with.</summary>
internal enum MeasureUnit
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A percent sign or word.</summary>
    Percent,

    /// <summary>Points: <c>pp</c>, <c>points</c>.</summary>
    Points,

    /// <summary>A unit of time; the value is in seconds.</summary>
    Seconds,

    /// <summary>A multiplication sign after it.</summary>
    Factor,
}
