namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>What a picture of a sample shows.</summary>
internal enum PictureKind
{
    /// <summary>The image, small.</summary>
    Photograph,

    /// <summary>The image at its own size.</summary>
    LargePhotograph,

    /// <summary>The labels in colors, small.</summary>
    Labels,

    /// <summary>The labels at their own size.</summary>
    LargeLabels,

    /// <summary>The class and the segment of every pixel, small.</summary>
    Ids,

    /// <summary>The class and the segment of every pixel, as fine as one can point at.</summary>
    LargeIds,

    /// <summary>What a model says, in colors, small.</summary>
    Predicted,

    /// <summary>What a model says, at the labels' size.</summary>
    LargePredicted,

    /// <summary>The class that a model gives to every pixel, small.</summary>
    PredictedIds,

    /// <summary>The same as fine as one can point at.</summary>
    LargePredictedIds,
}
