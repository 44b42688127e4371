using System.Globalization;

namespace Panoptes.Studies.TestHost;

/// <summary>A trial of leases under faults.</summary>
public sealed record ChaosOptions
{
    /// <summary>Where everything of the trial lies; a folder of a local disk.</summary>
    public string Folder { get; init; } = "";

    /// <summary><c>files</c>, <c>postgres</c> or <c>sqlite</c>.</summary>
    public string Backend { get; init; } = "files";

    /// <summary>The connection string of PostgreSQL.</summary>
    public string Connection { get; init; } = "";

    /// <summary>The lease period in seconds.</summary>
    public double Period { get; init; } = 2;

    /// <summary>Worker processes.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>Keys that are leased.</summary>
    public int Keys { get; init; } = 16;

    /// <summary>Pieces of work of each key.</summary>
    public int Rounds { get; init; } = 64;

    /// <summary>Faults a second: of ten, three kill a worker, five stop one for a while, two set its clock.</summary>
    public double Faults { get; init; } = 1;

    /// <summary>Seed of the random faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Most seconds of the whole trial.</summary>
    public double Longest { get; init; } = 240;

    /// <summary>Seconds by which faults from outside (a server or a link that is away) may delay a take-over.</summary>
    public double Outage { get; init; }

    /// <summary>What workers are started by, separated by ';', in turn: <c>ip netns exec a;ip netns exec b</c>.</summary>
    public string Prefixes { get; init; } = "";

    /// <summary>Reads <c>NAME=VALUE</c>, names as above.</summary>
    public static ChaosOptions Parse(IEnumerable<string> arguments)
    {
        var options = new ChaosOptions();
        foreach (var argument in arguments)
        {
            var at = argument.IndexOf('=');
            var property = typeof(ChaosOptions).GetProperty(argument[..at])
                ?? throw new ArgumentException($"unknown: {argument[..at]}", nameof(arguments));
            property.SetValue(options, Convert.ChangeType(argument[(at + 1)..], property.PropertyType, CultureInfo.InvariantCulture));
        }

        return options;
    }

    /// <summary>The same as arguments.</summary>
    public IEnumerable<string> Arguments() =>
        typeof(ChaosOptions).GetProperties().Select(property => FormattableString.Invariant($"{property.Name}={property.GetValue(this)}"));
}
