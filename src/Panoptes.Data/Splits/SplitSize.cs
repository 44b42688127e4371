using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>How many images a part is to have.</summary>
public sealed record SplitSize
{
    private SplitSize(decimal? percent, int? count) => (Percent, Images) = (percent, count);

    /// <summary>The share of all images in percent, where it was given so.</summary>
    public decimal? Percent { get; }

    /// <summary>The count of images, where it was given so.</summary>
    public int? Images { get; }

    /// <summary>What its files are called: <c>5percent</c>, <c>16images</c>.</summary>
    public string Name => Percent is { } percent
        ? $"{percent.ToString("0.##########", CultureInfo.InvariantCulture)}percent" : $"{Images}images";

    /// <summary>A share of all images.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="InputException">It is out of range.</exception>
    public static SplitSize OfPercent(decimal percent)
    {
        Require.That(
            percent is > 0 and <= 100, "--percent", percent.ToString(CultureInfo.InvariantCulture), "a number above 0, at most 100",
            "give percents of the images");
        return new SplitSize(percent, null);
    }

    /// <summary>A count of images.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="InputException">It is out of range.</exception>
    public static SplitSize OfImages(int count)
    {
        Require.AtLeast("--count", count, 1);
        return new SplitSize(null, count);
    }

    /// <summary>The images that it means, percents rounded down, as the published parts of COCO are.</summary>
    /// <param name="all">Images in all.</param>
    /// <exception cref="InputException">There are not so many, or it means none.</exception>
    public int Of(int all)
    {
        var count = Images ?? (int)decimal.Floor(Percent!.Value * all / 100);
        Require.That(
            count <= all, "--count", count, $"at most {all}, the images there are", "give a smaller number");
        Require.That(
            count > 0, "--percent", Percent?.ToString(CultureInfo.InvariantCulture), $"at least one image of {all}",
            "give a larger number");
        return count;
    }
}
