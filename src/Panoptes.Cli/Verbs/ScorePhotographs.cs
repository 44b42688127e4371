using System.CommandLine;
using Panoptes.Foundation;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Cli.Verbs;

/// <summary>Where the photographs of a scoring lie, for its page: as told, or where data sets have them beside their labels.</summary>
/// <param name="options">The options of scoring.</param>
internal sealed class ScorePhotographs(ScoreOptions options)
{
    private readonly Option<string?> images = new("--images")
    {
        Description = "The photographs, which the page of --html shows under labels; found by the names of the images. Looked for beside "
            + "the ground truth where left out.",
        HelpName = "DIR",
    };

    /// <summary>The option.</summary>
    public Option Option => images;

    /// <summary>The photographs; null where there are none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="hasPage">Whether a page is written.</param>
    /// <exception cref="InputException">There is no such folder, none in it, or no page to show them on.</exception>
    public IPhotographs? Of(ParseResult parsed, bool hasPage)
    {
        var told = parsed.GetValue(images);
        if (told is not null && !hasPage)
        {
            throw new InputException("--images", told, "a page to show photographs on", "give --html page.html too, or leave --images out");
        }

        var folder = !hasPage ? null : told ?? Beside(parsed.GetValue(options.Truth), parsed.GetValue(options.Cityscapes));
        return folder is null ? null : new PhotographFolder(folder);
    }

    // gtFine has leftImg8bit beside it; annotations/panoptic_val2017.json has val2017 beside its folder.
    private static string? Beside(string? truth, string? cityscapes)
    {
        var guess = cityscapes is not null ? OfFrames(Path.GetFullPath(cityscapes)) : truth is not null ? OfSplit(truth) : null;
        return Directory.Exists(guess) ? Path.GetFullPath(guess) : null;
    }

    private static string? OfFrames(string truth) => truth.Contains("gtFine", StringComparison.Ordinal)
        ? truth.Replace("gtFine", "leftImg8bit", StringComparison.Ordinal)
        : null;

    private static string? OfSplit(string file) =>
        File.Exists(file) && Path.GetFileNameWithoutExtension(file).Split('_') is [_, .., var split]
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "..", split)
            : null;
}
