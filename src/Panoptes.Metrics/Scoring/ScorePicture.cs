namespace Panoptes.Metrics.Scoring;

/// <summary>What a picture of an image shows.</summary>
public enum PanelKind
{
    /// <summary>The image itself.</summary>
    Photograph,

    /// <summary>The truth in the colors of classes, clear where there is none.</summary>
    Truth,

    /// <summary>The prediction likewise.</summary>
    Prediction,

    /// <summary>What is wrong, in the colors of <see cref="PictureKey"/>, clear where nothing is to be said.</summary>
    Outcome,
}

/// <summary>One picture of an image; all of one image are of one size, so that they can be laid over each other.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Title">That in words.</param>
/// <param name="Encoded">A JPEG, or a PNG whose colors are exact.</param>
public sealed record ScorePanel(PanelKind Kind, string Title, byte[] Encoded);

/// <summary>An image of a report.</summary>
/// <param name="Name">The image.</param>
/// <param name="Note">What is to be known of it.</param>
/// <param name="Aspect">Width over height.</param>
/// <param name="Panels">Its pictures, from left to right.</param>
public sealed record ScorePicture(string Name, string Note, double Aspect, IReadOnlyList<ScorePanel> Panels);
