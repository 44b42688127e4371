namespace Panoptes.Training.Points;

/// <summary>What random points are for.</summary>
public enum PointPurpose
{
    /// <summary>The points at which the masks of one image are compared, for matching; all its masks share them.</summary>
    Matching,

    /// <summary>The points of which the most uncertain are taken, for each matched mask its own.</summary>
    Candidates,

    /// <summary>The points that are taken whatever their uncertainty, for each matched mask its own.</summary>
    Fresh,
}
