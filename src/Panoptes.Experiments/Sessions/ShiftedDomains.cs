using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Sessions;

/// <summary>The images that a run was trained for, and those of another domain, each with the settings to measure them with.</summary>
/// <param name="Before">Settings of the run's own domain.</param>
/// <param name="After">Settings of the other.</param>
/// <param name="Own">The split of the run's own domain.</param>
/// <param name="Other">That of the other.</param>
internal sealed record ShiftedDomains(RunConfig Before, RunConfig After, IDataset Own, IDataset Other)
{
    private const string Corruption = "data.corruption";
    private const string Domain = "train.evaluation.domain";

    /// <summary>Whether the other domain's images have labels.</summary>
    public bool IsLabeled => (Other.Available & (SampleParts.Labels | SampleParts.Segments | SampleParts.Instances)) != SampleParts.None;

    /// <summary>Opens both.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="split">The split's own name.</param>
    /// <param name="stream">The stream whose data set and corruption make the other domain; null for the settings' alone.</param>
    /// <param name="overrides">Settings: those of data are the other domain's, the rest hold for both.</param>
    /// <exception cref="InputException">Nothing sets the domains apart, or a data set cannot be opened.</exception>
    public static ShiftedDomains Open(RunFolder folder, string split, string? stream, IReadOnlyList<string> overrides)
    {
        var before = folder.ReadConfig(overrides.Where(text => !IsOfDomain(text)));
        var after = folder.ReadConfig(overrides);
        var name = before.Data.SplitNamed(split);
        var own = RunData.OpenMeasured(before, name);
        if (StreamNamed(before.Data, stream, overrides.Any(IsOfDomain)) is not { } other)
        {
            return new ShiftedDomains(before, after, own, RunData.OpenMeasured(after, name));
        }

        var (key, settings) = other;
        after = after with
        {
            Data = after.Data with
            {
                Corruption = overrides.Any(text => IsBelow(text, Corruption)) ? after.Data.Corruption
                    : settings.Corruption ?? new CorruptionConfig(),
            },
            Train = after.Train with
            {
                Evaluation = after.Train.Evaluation with
                {
                    Domain = after.Train.DomainStatistics && !overrides.Any(text => IsBelow(text, Domain))
                        ? key : after.Train.Evaluation.Domain,
                },
            },
        };
        if (settings.Data is null)
        {
            return new ShiftedDomains(before, after, own, RunData.OpenMeasured(after, name));
        }

        // All of the split, however few of its images the stream draws.
        var whole = settings with
        {
            List = null,
            Exclude = null,
            Share = 1,
            Split = settings.Data.Format == DataFormat.Images ? settings.Split : name,
        };
        return new ShiftedDomains(
            before, after, own, CorruptedDataset.Of(new StreamSamples(after.Data, own).Open(key, whole), after.Data.Corruption));
    }

    private static (string Name, StreamConfig Settings)? StreamNamed(DataConfig data, string? asked, bool hasSettings)
    {
        if (asked is null && hasSettings)
        {
            return null;
        }

        var known = data.Streams.Keys.Where(name => name != SampleStream.Labeled).Order(StringComparer.Ordinal).ToList();
        if (asked is not null)
        {
            Require.That(
                known.Contains(asked), "--stream", asked,
                known.Count == 0 ? "settings: the run has no other stream" : string.Join(", ", known),
                "name a stream of the run, or say with settings what its images are, such as data.corruption.kind=fog");
            return (asked, data.Streams[asked]);
        }

        var shifted = known.Where(name => data.Streams[name] is { Data: not null } or { Corruption: not null }).ToList();
        Require.That(
            shifted.Count == 1, "shift",
            shifted.Count == 0 ? "no stream of the run that is of another data set or spoiled" : $"several: {string.Join(", ", shifted)}",
            "one other domain", "name it with --stream, or with settings such as data.corruption.kind=fog or data.root=OTHER");
        return (shifted[0], data.Streams[shifted[0]]);
    }

    private static bool IsOfDomain(string text) => IsBelow(text, "data") || IsBelow(text, Domain);

    private static bool IsBelow(string text, string part)
    {
        var path = text.Split('=')[0].Trim();
        return path == part || path.StartsWith($"{part}.", StringComparison.Ordinal);
    }
}
