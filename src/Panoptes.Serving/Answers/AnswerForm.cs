namespace Panoptes.Serving.Answers;

/// <summary>What an answer holds.</summary>
internal enum AnswerForm
{
    /// <summary>JSON: segments with classes, boxes, scores and masks.</summary>
    Json,

    /// <summary>PNG of the data set's ids, of segments, or of the numbers of objects.</summary>
    Labels,

    /// <summary>PNG of the classes' colors.</summary>
    Colors,

    /// <summary>PNG of the image with the classes' colors laid over it.</summary>
    Overlay,
}
