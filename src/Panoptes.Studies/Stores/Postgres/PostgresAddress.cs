using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Postgres;

/// <summary>Reads where a PostgreSQL database is. What is wrong with it is said without quoting it: it may hold a password.</summary>
internal static partial class PostgresAddress
{
    private const string Source = "store";

    // What addresses of libpq call by other names than Npgsql does (postgresql.org/docs/current/libpq-connect.html).
    private static readonly Dictionary<string, string> LibpqNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    // Those that people write.
    private static readonly string[] KnownKeys =
    [
        "Host", "Port", "Database", "Username", "Password", "Passfile", "SSL Mode", "Root Certificate", "SSL Certificate", "SSL Key",
        "Timeout", "Command Timeout", "Keepalive", "Application Name", "Options", "Search Path", "Pooling", "Maximum Pool Size",
    ];

    /// <summary>Whether a text is meant as one, and not as the path of a file.</summary>
    public static bool IsOne(string text) => Address().IsMatch(text) || Pairs().IsMatch(text);

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        // A few connections a process: hundreds of members may share one server. Signs of life, so that a lost machine is noticed; no time
        // limit on commands, which the library keeps by asking for a cancellation, and over a link that is cut that takes for ever.
        var settings = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "panoptes",
            MaxPoolSize = 8,
            ConnectionIdleLifetime = 30,
            Timeout = 10,
            CommandTimeout = 0,
            KeepAlive = 15,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 10,
            TcpKeepAliveInterval = 3,
        };
        foreach (var (key, value) in Address().IsMatch(text) ? OfAddress(text) : OfPairs(text))
        {
            try
            {
                settings[key] = value;
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                throw new InputException(Source, Wrong(key, settings), "settings that Npgsql knows", "correct the setting");
            }
        }

        return string.IsNullOrEmpty(settings.Host)
            ? throw new InputException(Source, "a PostgreSQL database without a host", "one with a host", "add the host")
            : settings;
    }

    /// <summary>What people are shown: everything but the password.</summary>
    public static string Show(NpgsqlConnectionStringBuilder settings)
    {
        var user = string.IsNullOrEmpty(settings.Username) ? "" : $"{Uri.EscapeDataString(settings.Username)}@";
        var port = settings.Host!.Contains(',') || settings.Host.StartsWith('/') ? "" : $":{settings.Port}";
        return $"postgres://{user}{settings.Host}{port}/{settings.Database ?? settings.Username}";
    }

    private static string Wrong(string key, NpgsqlConnectionStringBuilder settings)
    {
        // A password with a semicolon leaves its rest as a key: only what comes near a known key is one, and that one is named.
        return settings.ContainsKey(key) ? $"a value of {key} that cannot be used"
            : NearestName.Of(key, KnownKeys) is { } near ? $"an unknown key (did you mean {near}?)"
            : "an unknown key (quote a value that has a semicolon)";
    }

    private static IEnumerable<(string Key, string Value)> OfPairs(string text)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new InputException(Source, "a connection string that cannot be read", "Key=value;Key=value", "correct the setting");
        }

        return [.. pairs.Keys.Cast<string>().Select(key => (key, pairs[key].ToString() ?? ""))];
    }

    private static IEnumerable<(string Key, string Value)> OfAddress(string text)
    {
        // Not System.Uri, which lowers and refuses hosts as the web has them; several hosts are separated by commas.
        var match = Parts().Match(text);
        if (!match.Success)
        {
            throw new InputException(
                Source, "an address that cannot be read", "postgres://user@host:5432/database", "correct the setting; escape with %XX");
        }

        var query = match.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2));
        return
        [
            .. new[] { ("Username", "user"), ("Password", "password"), ("Host", "host"), ("Port", "port"), ("Database", "database") }
                .Where(entry => match.Groups[entry.Item2].Length > 0)
                .Select(entry => (entry.Item1, Uri.UnescapeDataString(match.Groups[entry.Item2].Value))),
            .. query.Select(part => (Key(part[0]), Value(part[0], Uri.UnescapeDataString(part.Length == 2 ? part[1] : "")))),
        ];
    }

    private static string Key(string name) => LibpqNames.GetValueOrDefault(name, name);

    // libpq writes verify-full and read-write, Npgsql VerifyFull and, alone here, read-write.
    private static string Value(string name, string value) =>
        name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;

    [GeneratedRegex("^postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"(^|;)\s*(host|server)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Pairs();

    [GeneratedRegex(
        @"^\w+://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
            + @"(?<host>\[[0-9A-Fa-f:.]+\]|[^:/?@]*(?::\d+(?=,)[^/?@]*)?)(?::(?<port>\d+))?"
            + @"(?:/(?<database>[^?]*))?(?:\?(?<query>.*))?$")]
    private static partial Regex Parts();
}
