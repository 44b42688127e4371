using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Compares runs, and predicts again what their pictures show.</summary>
public static class ComparisonSession
{
    /// <summary>Compares.</summary>
    /// <param name="runs">The runs' folders; the others are held against the first.</param>
    /// <param name="evaluation">Which evaluation: <c>val</c>, <c>test</c>, or another name that the folders have.</param>
    /// <param name="images">How many images are shown at most for each direction and pair of runs; 0 shows none.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <exception cref="InputException">The runs cannot be compared; says how they could.</exception>
    public static RunComparison Run(
        IReadOnlyList<string> runs, string evaluation, int images, IAnsiConsole console, TimeProvider? time = null)
    {
        Require.AtLeast("--images", images, 0);
        var comparison = RunComparison.Of(runs, evaluation);
        if (images == 0 || comparison.Kinds.FirstOrDefault(kind => kind.Curve is not null) is not { } kind)
        {
            return comparison;
        }

        var choices = ImageChoice.Of(comparison.Runs, kind.Kind, images);
        if (choices.Count == 0)
        {
            return comparison;
        }

        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        var notes = new List<string>(comparison.Notes);
        try
        {
            var drawn = new ComparedPredictions(comparison.Runs, kind.Kind, progress).Draw(choices, notes.Add);
            return comparison with { Images = drawn, Notes = notes };
        }
        catch (InputException missing)
        {
            // Numbers do not need data and weights; pictures do.
            return comparison with { Notes = [.. comparison.Notes, $"no pictures: {missing.Message}"] };
        }
    }
}
