namespace Panoptes.Experiments.Predictions;

/// <summary>Whose files predictions are written as.</summary>
public enum PredictionFormat
{
    /// <summary>
    /// Cityscapes' where the data set is Cityscapes, else COCO's; panoptic predictions always as COCO's, which Cityscapes takes too.
    /// </summary>
    Auto,

    /// <summary>Panoptic: a JSON and PNGs of segment ids; instance: a results file.</summary>
    Coco,

    /// <summary>Semantic: labelIds; panoptic: labelIds and instanceIds; instance: a list and mask PNGs an image.</summary>
    Cityscapes,
}
