namespace Panoptes.Data.Configuration;

/// <summary>Which label files of a Cityscapes folder are read.</summary>
public enum CityscapesLabels
{
    /// <summary>labelTrainIds where every image has one, else labelIds; what the files hold is checked by their values.</summary>
    Auto,

    /// <summary>*_labelIds.png.</summary>
    LabelIds,

    /// <summary>*_labelTrainIds.png.</summary>
    LabelTrainIds,
}
