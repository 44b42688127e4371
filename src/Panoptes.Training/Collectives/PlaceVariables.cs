using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Training.Collectives;

/// <summary>The environment variables that say which process this is; one that is empty counts as one that is not set.</summary>
/// <param name="environment">All environment variables.</param>
internal sealed class PlaceVariables(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>What to do about variables that do not make sense.</summary>
    public const string Advice = "start with './panoptes launch', torchrun or srun, which set all of them, or unset it to train alone";

    private const string StoreHost = "MASTER_ADDR";
    private const string StorePort = "MASTER_PORT";

    /// <summary>The text of the first of the variables that is set, or null.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (environment.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Whether the variable is set.</summary>
    public bool Has(string name) => Text(name) is not null;

    /// <summary>Whether the variable is there, be it empty.</summary>
    public bool IsNamed(string name) => environment.ContainsKey(name);

    /// <summary>A whole number, or null where the variable is not set.</summary>
    /// <exception cref="InputException">It is no number of at least <paramref name="least"/>.</exception>
    public int? Number(string name, int least = 0) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : throw new InputException(name, $"'{text}'", $"a whole number of at least {least}", Advice);

    /// <summary>One that must be set.</summary>
    /// <exception cref="InputException">It is missing or no such number.</exception>
    public int Required(string name, int least = 0) => Number(name, least)
        ?? throw new InputException(name, "nothing", $"a whole number of at least {least}", Advice);

    /// <summary>Where rank 0, or somebody else, keeps a TCP store.</summary>
    /// <param name="host">Where MASTER_ADDR is not set; null where it must be.</param>
    /// <param name="port">Where MASTER_PORT is not set; null where it must be.</param>
    /// <param name="isHostedElsewhere">Whether somebody else keeps it.</param>
    /// <exception cref="InputException">One is missing, empty or out of range.</exception>
    public Rendezvous Address(string? host, int? port, bool isHostedElsewhere = false)
    {
        var address = Text(StoreHost) ?? (IsNamed(StoreHost) ? throw new InputException(
            StoreHost, "nothing behind '='", "the name of the host of rank 0",
            "look at the line that sets it: where it asks Slurm, the command gave nothing") : host);
        var number = Text(StorePort) is { } text ? PortOf(text) : port;
        return address is null || number is null
            ? throw new InputException(
                address is null ? StoreHost : StorePort, "nothing", "the host of rank 0 and a free port on it",
                "set MASTER_ADDR and MASTER_PORT to the same values for all processes")
            : Rendezvous.AtAddress(address, number.Value, isHostedElsewhere);
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new InputException(StorePort, $"'{text}'", "a port from 1 to 65535",
                "set it to a free port, the same for all processes");
}
