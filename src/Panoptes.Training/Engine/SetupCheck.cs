using Panoptes.Foundation;

namespace Panoptes.Training.Engine;

/// <summary>Refuses a training whose parts do not fit together, before its first step.</summary>
internal static class SetupCheck
{
    /// <summary>Checks names and streams, then lets every supervisor look at the model.</summary>
    /// <exception cref="InputException">A supervisor lacks a stream or something of the model, or two parts have one name.</exception>
    public static void Run(TrainingSetup setup)
    {
        RequireUnique("stream", setup.Streams.Select(stream => stream.Name));
        RequireUnique("supervisor", setup.Supervisors.Select(supervisor => supervisor.Name));
        foreach (var supervisor in setup.Supervisors)
        {
            foreach (var wanted in supervisor.Streams)
            {
                if (setup.Streams.All(stream => stream.Name != wanted))
                {
                    throw new InputException(
                        $"supervision by {supervisor.Name}",
                        $"no stream \"{wanted}\" among {string.Join(", ", setup.Streams.Select(stream => stream.Name))}",
                        $"a stream \"{wanted}\"", "give the training such a stream, or leave the supervisor out");
                }
            }

            supervisor.Check(setup.Model);
        }

        foreach (var stream in setup.Streams)
        {
            stream.Change?.Check(setup.Model);
        }

        var own = setup.Supervisors.Select(supervisor => supervisor.OwnStateSetting).OfType<string>().FirstOrDefault();
        Require.That(
            own is null || setup.Collective.Size == 1, own ?? "",
            $"what every one of {setup.Collective.Size} processes would remember by itself",
            "nothing that a checkpoint of the first could not give back to the others", "leave it out, or train in one process");
    }

    private static void RequireUnique(string kind, IEnumerable<string> names)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException(
                $"training {kind}s", $"two with the name \"{twice.Key}\"", "names that differ", $"name each {kind} once");
        }
    }
}
