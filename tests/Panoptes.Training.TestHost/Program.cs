using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Signals;
using Panoptes.Training.TestHost;

// FOLDER STEPS EVERY DELAY_MS: trains in FOLDER/checkpoints, going on from what is there, and writes the final weights to FOLDER/final.
var folder = args[0];
var (steps, every, delay) = (Parse(args[1]), Parse(args[2]), (int)Parse(args[3]));
var config = ToyTraining.Config(steps, every);
using var signals = StopSignals.Listen();
try
{
    var store = new CheckpointStore(Path.Combine(folder, "checkpoints"), config.Checkpoint.Keep, Console.WriteLine);
    using var trainer = ToyTraining.Create(
        config,
        new LogHook(Console.WriteLine, 1),
        new PauseHook(delay),
        new CheckpointHook(store, config.Checkpoint.Every),
        new StopHook(signals));
    using (var newest = store.NewestValid())
    {
        if (newest is not null)
        {
            trainer.Restore(newest);
            Console.WriteLine($"resumed at step {trainer.Step}");
        }
    }

    var reason = trainer.Run();
    if (reason == StopReason.Completed)
    {
        AtomicFile.Write(Path.Combine(folder, "final"), stream => stream.Write(ToyTraining.Weights(trainer)));
    }

    return ExitCodes.Of(reason);
}
catch (InputException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
