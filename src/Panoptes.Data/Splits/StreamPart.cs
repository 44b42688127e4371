using Panoptes.Data.Configuration;

namespace Panoptes.Data.Splits;

/// <summary>Which samples a stream draws from, whatever it does with them: streams with equal parts share one data set.</summary>
/// <param name="Data">The data set, where it is another one than the training's.</param>
/// <param name="ClassMap">Which classes of the training stand for its classes; null where they are the same.</param>
/// <param name="Split">The split; empty for all images of a folder without labels.</param>
/// <param name="List">The list of those drawn; null for all.</param>
/// <param name="Exclude">The list of those left out; null for none.</param>
/// <param name="Share">The share of what is left that is drawn.</param>
/// <param name="ShareSeed">Which share.</param>
public sealed record StreamPart(
    OtherDataConfig? Data, string? ClassMap, string Split, string? List, string? Exclude, double Share, long ShareSeed)
{
    /// <summary>What a stream draws from.</summary>
    /// <param name="config">The data settings.</param>
    /// <param name="stream">The stream.</param>
    public static StreamPart Of(DataConfig config, StreamConfig stream)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(stream);
        var split = stream.Split ?? (stream.Data?.Format == DataFormat.Images ? "" : config.TrainSplit);
        return new StreamPart(
            stream.Data, stream.ClassMap, split, stream.List, stream.Exclude, stream.Share, stream.Share < 1 ? stream.ShareSeed : 0);
    }

    /// <summary>Whether it is a whole split of the training's data set.</summary>
    public bool IsWholeSplit => this == new StreamPart(null, null, Split, null, null, 1, 0);
}
