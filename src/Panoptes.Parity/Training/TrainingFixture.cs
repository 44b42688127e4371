using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Training;

/// <summary>Runs a file of training cases: losses, hard-pixel mining, accuracy, photometric distortion and learning rates.</summary>
public static class TrainingFixture
{
    /// <summary>Whether a JSON document is such a file: it has one of the sections.</summary>
    public static bool Recognizes(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object
        && ((document.TryGetProperty("losses", out var losses) && losses.TryGetProperty("cases", out _))
            || (document.TryGetProperty("schedules", out var schedules) && schedules.TryGetProperty("cases", out _))
            || (document.TryGetProperty("photometric", out var photometric) && photometric.TryGetProperty("cases", out _)));

    /// <summary>Runs every case of a document that has been read.</summary>
    /// <param name="name">What results are called by.</param>
    /// <param name="document">The document.</param>
    public static IEnumerable<ParityResult> Run(string name, JsonElement document)
    {
        var results = new List<ParityResult>();
        if (document.TryGetProperty("losses", out var losses))
        {
            results.AddRange(LossCases.Run(losses));
        }

        if (document.TryGetProperty("photometric", out var photometric))
        {
            results.AddRange(PhotometricCases.Run(photometric));
        }

        if (document.TryGetProperty("schedules", out var schedules))
        {
            results.AddRange(ScheduleCases.Run(schedules));
        }

        return results.Select(result => result with { Name = $"{name}: {result.Name}" });
    }
}
