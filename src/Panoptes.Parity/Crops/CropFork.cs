using System.Text.Json;
using Panoptes.Data.Configuration;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>The settings of one of the released codes on one data set.</summary>
internal static class CropFork
{
    /// <summary>How it draws pairs.</summary>
    /// <param name="limits">The fixture's limits.</param>
    public static SamplerConfig Sampler(JsonElement limits) => new()
    {
        Kind = SamplerKind.ClassPair,
        Sizes = FixtureJson.Integers(limits.GetProperty("sizes")),
        ShortMin = limits.GetProperty("pair_short_min").GetInt32(),
        ShortMax = limits.GetProperty("pair_short_max").GetInt32(),
        LongMax = limits.GetProperty("pair_long_max").GetInt32(),
        ExcludeCrowd = false,
        RejectSameImage = false,
        Anchor = CropAnchor.ReleasedCenter,
    };

    /// <summary>How it varies samples.</summary>
    /// <param name="limits">The fixture's limits.</param>
    public static AugmentationConfig Augmentation(JsonElement limits) => new()
    {
        Resize = limits.GetProperty("short_side_sampling").ValueEquals("range") ? ResizeKind.ShortSideRange : ResizeKind.ShortSide,
        ShortSides = FixtureJson.Integers(limits.GetProperty("short_side_sizes")),
        LongSideMax = limits.GetProperty("long_side_max").GetInt32(),
        Crop = FixtureJson.Integers(limits.GetProperty("crop")),
        CatMaxRatio = 1,
        Photometric = false,
    };
}
