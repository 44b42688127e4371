using System.Diagnostics;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>A PostgreSQL server of a test's own, ended and gone with it.</summary>
public sealed class PostgresServerProcess : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-postgres-").FullName;
    private readonly string connection;

    public PostgresServerProcess()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as another user where this one is root.
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        connection = Start();
    }

    /// <summary>Its database, as if nobody had used it yet. Much sooner there than a new one.</summary>
    public string Emptied()
    {
        Execute(connection, "SET client_min_messages = error; DROP SCHEMA IF EXISTS panoptes, panoptes_study CASCADE");
        return connection;
    }

    public static object? Execute(string connection, string sql)
    {
        using var open = new Npgsql.NpgsqlConnection($"{connection};Pooling=false");
        open.Open();
        using var command = new Npgsql.NpgsqlCommand(sql, open);
        return command.ExecuteScalar();
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Crash() => Script("crash");

    /// <summary>Starts it (again, at its port).</summary>
    public string Start()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return Script("start").Trim();
            }
            catch (InvalidOperationException) when (tries < 20)
            {
                Thread.Sleep(200); // What a crash left behind is still ending.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Script("stop");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Script(string verb)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Panoptes.slnx")))
        {
            root = root.Parent!;
        }

        var start = new ProcessStartInfo(Path.Combine(root.FullName, "eng", "postgres.sh"), [verb, Path.Combine(folder, "server")])
        {
            RedirectStandardOutput = true,

            // A crash of the server loses nothing by it; one of the machine would.
            Environment = { ["PANOPTES_POSTGRES"] = "-c fsync=off" },
        };
        using var process = Process.Start(start)!;
        // A server that it leaves running has its output too: the end of the output is not waited for.
        var text = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"postgres.sh {verb} ended with {process.ExitCode}");
    }
}
