using System.CommandLine;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary>Arguments of the verbs for pseudo-labels.</summary>
internal static class LabelsArguments
{
    /// <summary>The folder of the labels.</summary>
    public static Argument<string> Folder() =>
        new("FOLDER") { Description = "The folder with STEM_semantic.png and STEM_instance.png." };

    /// <summary>The images.</summary>
    public static Option<string?> Images() => new("--images")
    {
        Description = "The root of the images: leftImg8bit_sequence/SPLIT/CITY, KITTI raw, or any folders of images.",
        HelpName = "ROOT",
    };

    /// <summary>Whole numbers parted by commas.</summary>
    /// <exception cref="InputException">Something else stands there.</exception>
    public static IReadOnlyList<int> Ids(string option, string text) => text.Trim().Length == 0
        ? []
        : [.. text.Split(',').Select(word => int.TryParse(word, out var id) ? id : throw new InputException(
            $"{option} {text}", $"\"{word}\"", "cluster ids parted by commas, such as 1,4,7", "correct the list"))];

    /// <summary>A size, height first as in other verbs.</summary>
    /// <exception cref="InputException">Something else stands there.</exception>
    public static LabelSize Size(string option, string text) =>
        text.Split('x', 'X') is [var height, var width] && int.TryParse(height, out var h) && int.TryParse(width, out var w)
            && h > 0 && w > 0
            ? new LabelSize(w, h)
            : throw new InputException($"{option} {text}", $"\"{text}\"", "height and width, such as 1024x2048", "write HEIGHTxWIDTH");

    /// <summary>A rectangle.</summary>
    /// <exception cref="InputException">Something else stands there.</exception>
    public static LabelCrop Crop(string option, string text)
    {
        var numbers = text.Split(',').Select(word => double.TryParse(
            word, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return numbers is [var x, var y, var width, var height] && numbers.All(double.IsFinite)
            ? new LabelCrop(x, y, width, height)
            : throw new InputException(
                $"{option} {text}", $"\"{text}\"", "left, top, width and height in native pixels, such as 384,192,1280,640",
                "write X,Y,WIDTH,HEIGHT");
    }
}
