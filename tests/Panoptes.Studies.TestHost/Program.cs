using System.Globalization;
using Panoptes.Studies.TestHost;

// drive NAME=VALUE...                a trial of leases, its report, and 1 where something was wrong
// work WORKER SEED NAME=VALUE...     one of its workers
switch (args)
{
    case ["drive", .. var settings]:
        var report = new ChaosDriver(ChaosOptions.Parse(settings)).Run();
        Console.Write(report);
        return report.Wrong.Count == 0 ? 0 : 1;
    case ["work", var name, var seed, .. var settings]:
        new ChaosWorker(ChaosOptions.Parse(settings), name, int.Parse(seed, CultureInfo.InvariantCulture)).Run();
        return 0;
    default:
        Console.Error.WriteLine("drive or work");
        return 2;
}
