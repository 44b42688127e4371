using Panoptes.Foundation;

namespace Panoptes.Training.Collectives;

/// <summary>The convention of torchrun, which <c>./panoptes launch</c> follows: every process is told its place.</summary>
internal static class RankVariables
{
    private const string Rank = "RANK";
    private const string Size = "WORLD_SIZE";
    private const string LocalRank = "LOCAL_RANK";
    private const string LocalSize = "LOCAL_WORLD_SIZE";
    private static readonly string[] Places = [Rank, Size, LocalRank, LocalSize];

    /// <summary>
    /// Whether they say this process's place. Scripts for Slurm export WORLD_SIZE for all tasks, which does not tell them apart.
    /// </summary>
    public static bool AreIn(PlaceVariables variables, SlurmStep slurm) =>
        variables.Has(Rank) || variables.Has(LocalRank) || ((variables.Has(Size) || variables.Has(LocalSize)) && slurm.Tasks < 2);

    /// <summary>Reads the place.</summary>
    public static ProcessPlace Read(PlaceVariables variables, SlurmStep slurm)
    {
        if (Array.FindAll(Places, name => !variables.Has(name)) is { Length: > 0 } missing)
        {
            var there = Places.Except(missing).ToArray();
            throw new InputException(
                there[0], $"{string.Join(", ", there)} without {string.Join(", ", missing)}", "all of them or none",
                PlaceVariables.Advice);
        }

        var isOurs = variables.Has("PANOPTES_STORE") || variables.Has("PANOPTES_RESTARTS");
        var place = new ProcessPlace
        {
            Rank = variables.Required(Rank),
            Size = variables.Required(Size, least: 1),
            LocalRank = variables.Required(LocalRank),
            LocalSize = variables.Required(LocalSize, least: 1),
            Restarts = variables.Number(isOurs ? "PANOPTES_RESTARTS" : "TORCHELASTIC_RESTART_COUNT") ?? 0,
            Rendezvous = variables.Text("PANOPTES_STORE") is { } file
                ? Rendezvous.AtFile(file)
                : variables.Address(null, null, IsTrue(variables.Text("TORCHELASTIC_USE_AGENT_STORE"))),
            Source = isOurs ? LaunchConvention.Panoptes : LaunchConvention.Torchrun,
        };
        Fits(Rank, place.Rank, Size, place.Size);
        Fits(LocalRank, place.LocalRank, LocalSize, place.LocalSize);
        Require.That(
            place.LocalSize <= place.Size, LocalSize, $"{place.LocalSize} with a WORLD_SIZE of {place.Size}",
            "no more processes on this machine than there are", PlaceVariables.Advice);
        if (HasTorchrun(variables))
        {
            slurm.RefuseSeveral("torchrun", hosts: null);
        }

        return place;
    }

    /// <summary>Refuses to be a launcher that another one started.</summary>
    public static void RefuseNested(PlaceVariables variables)
    {
        if (HasTorchrun(variables) || variables.Has("PANOPTES_RESTARTS"))
        {
            throw new InputException(
                HasTorchrun(variables) ? "TORCHELASTIC_RUN_ID" : "PANOPTES_RESTARTS",
                $"panoptes launch started by {(HasTorchrun(variables) ? "torchrun" : "panoptes launch")}", "one launcher",
                "start 'panoptes train' in its place, or 'panoptes launch' by itself");
        }
    }

    private static bool HasTorchrun(PlaceVariables variables) =>
        variables.Has("TORCHELASTIC_RUN_ID") || variables.Has("TORCHELASTIC_RESTART_COUNT");

    private static void Fits(string rankName, int rank, string sizeName, int size) => Require.That(
        rank < size, rankName, $"{rank} with a {sizeName} of {size}", $"a number from 0 to {size - 1}", PlaceVariables.Advice);

    private static bool IsTrue(string? text) => text == "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
