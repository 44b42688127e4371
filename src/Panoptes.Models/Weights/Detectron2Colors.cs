namespace Panoptes.Models.Weights;

/// <summary>
/// detectron2 gives most of its models images in BGR order, without division by a deviation (INPUT.FORMAT, MODEL.PIXEL_MEAN and PIXEL_STD
/// in detectron2/config/defaults.py); no tensor's shape tells it.
/// </summary>
internal static class Detectron2Colors
{
    private const string Author = "__author__";
    private const string MeanEntry = "pixel_mean";

    /// <summary>What the user should know of detectron2's weights; null for those of others, and where the file itself says RGB.</summary>
    public static string? Caution(WeightFile file, KeyMap map)
    {
        var mean = file.Entries.FirstOrDefault(entry => entry.Name.EndsWith(MeanEntry, StringComparison.Ordinal) && entry.Count == 3);
        var author = file.Metadata.GetValueOrDefault(Author);
        if (map != KeyMap.Detectron2ResNet && author is null && mean is null)
        {
            return null;
        }

        if (mean is not null && WeightStatistics.Of(file, mean).Maximum > 1)
        {
            return ReadsBlueFirst(file, mean)
                ? "the file's pixel_mean is in BGR order: its images were BGR; Panoptes gives RGB, so turn the input layer's channels "
                    + "round or expect worse features"
                : null;
        }

        return author == "torchvision"
            ? null
            : "detectron2's weights: most of its models were trained on BGR images with means 103.53 of blue, 116.28 of green and "
                + "123.675 of red, and deviation 1; Panoptes gives RGB. "
                + "Look at INPUT.FORMAT of the file's configuration; for BGR turn the input layer's channels round and set augmentation's "
                    + "mean and deviation";
    }

    private static bool ReadsBlueFirst(WeightFile file, WeightEntry mean)
    {
        using var scope = Panoptes.Tensors.TensorScope.Open();
        var values = file.ReadTensor(mean).ToArray<double>();
        return values[0] < values[2];
    }
}
