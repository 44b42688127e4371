using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data synth</c>: draws synthetic street scenes as a data set.</summary>
internal static partial class DataSynthVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var defaults = new SyntheticFolderConfig();
        var output = OutputOptions.Required("The data set's folder: new, empty, or of an earlier call.", "DIR");
        var images = new Option<int>("--images")
        {
            Description = "Images in all splits together.",
            DefaultValueFactory = _ => defaults.Images,
            HelpName = "N",
        };
        var size = new Option<string>("--size")
        {
            Description = "Height and width in pixels.",
            DefaultValueFactory = _ => $"{defaults.Height}x{defaults.Width}",
            HelpName = "HxW",
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Another seed draws other scenes.",
            DefaultValueFactory = _ => defaults.Seed,
            HelpName = "N",
        };
        var heldOut = new Option<double>("--held-out")
        {
            Description = "Share of the images that goes to val, and again to test.",
            DefaultValueFactory = _ => defaults.HeldOut,
            HelpName = "SHARE",
        };
        var dense = new Option<bool>("--dense") { Description = "Fill the lanes with cars that look alike, and draw little else." };
        var png = new Option<bool>("--png") { Description = "Write images as PNG instead of JPEG." };
        var verb = new Verb(
            "synth",
            "Draws street scenes with exact labels, instances and depth, as a CamVid-style folder that also reads as COCO panoptic.",
            "./panoptes data synth --out scenes --images 200 --size 512x1024",
            "./panoptes data synth --out small --images 40 --size 256x512 --seed 7 --png")
        {
            output, images, size, seed, dense, heldOut, png,
        };
        verb.SetAction(parsed =>
        {
            var (height, width) = Size(parsed.GetRequiredValue(size));
            var config = new SyntheticFolderConfig
            {
                Images = parsed.GetValue(images),
                Height = height,
                Width = width,
                Seed = parsed.GetValue(seed),
                Traffic = parsed.GetValue(dense) ? SceneTraffic.Dense : SceneTraffic.Usual,
                HeldOut = parsed.GetValue(heldOut),
                Png = parsed.GetValue(png),
            };
            Write(parsed.GetRequiredValue(output), config, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    /// <summary>Writes a folder of scenes and says what it did.</summary>
    public static void Write(string folder, SyntheticFolderConfig config, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var splits = string.Join(", ", SyntheticFolder.Splits(config).Select(split => $"{split.Count} {split.Split}"));
        output.WriteLine(SyntheticFolder.Write(folder, config)
            ? $"{folder}: {config.Images} street scenes of {config.Height}x{config.Width} ({splits}), drawn in "
                + $"{clock.Elapsed.TotalSeconds:F1} s"
            : $"{folder}: {config.Images} street scenes of {config.Height}x{config.Width} ({splits}), there already");
    }

    private static (int Height, int Width) Size(string text) => SizeText().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, out var height) && int.TryParse(match.Groups[2].Value, out var width)
        ? (height, width)
        : throw new InputException("--size", $"'{text}'", "height and width, such as 512x1024", "write HEIGHTxWIDTH");

    [GeneratedRegex(@"^(\d+)[xX](\d+)$")]
    private static partial Regex SizeText();
}
