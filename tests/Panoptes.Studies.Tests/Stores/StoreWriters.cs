using System.Diagnostics;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>Several processes that write the same cells of one store.</summary>
internal static class StoreWriters
{
    private const int Count = 40;

    public static void AssertNothingIsLost(string connection, string folder)
    {
        long[] tokens = [4, 2, 5, 1, 3];
        var processes = tokens.Select(token => Start(connection, folder, token)).ToArray();
        foreach (var process in processes)
        {
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.Equal((0, ""), (process.ExitCode, errors));
            process.Dispose();
        }

        using var store = StudyStores.Open(connection, folder, "shared");
        var cells = store.Cells();
        Assert.Equal(Count, cells.Count);
        Assert.All(cells, cell => Assert.Equal((5L, 5.0), (cell.Token, cell.Value)));
        Assert.Equal(Count * tokens.Length, store.Evaluations(null).Count);
    }

    private static Process Start(string connection, string folder, long token)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Panoptes.Studies.StoreWriter.dll");
        var start = new ProcessStartInfo("dotnet", [program, connection, folder, "shared", $"{token}", $"{Count}"])
        {
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
