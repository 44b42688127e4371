using Panoptes.Foundation;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

/// <summary>
/// Many members that share a search, without training anything: each takes a training, which lasts as many seconds as it has steps, and may
/// die before it is done, or find that its training fails. What a member decides by may be older than what there is.
/// </summary>
internal sealed class SimulatedSearch
{
    private readonly SyntheticObjective objective;
    private readonly SeededRandom random;
    private readonly long fullSteps;
    private readonly List<IReadOnlyList<RungResult>> past = [];
    private readonly Dictionary<TrialRung, RungResult> cells = [];
    private readonly List<TrialRung> abandoned = [];
    private readonly PriorityQueue<(TrialRung Training, bool Dies), (double Time, long Order)> running = new();
    private long order;

    public SimulatedSearch(ISearch search, SyntheticObjective objective, long seed, long fullSteps)
    {
        (Search, this.objective, this.fullSteps) = (search, objective, fullSteps);
        random = new SeededRandom(seed, 0x51);
    }

    public ISearch Search { get; }

    public int Members { get; init; } = 32;

    public double Death { get; init; }

    public double Failure { get; init; }

    /// <summary>How many events old the results may be by which a member decides.</summary>
    public int Lag { get; init; }

    /// <summary>Told after each event; true ends the simulation.</summary>
    public Func<SimulatedSearch, bool> Watch { get; init; } = _ => false;

    public IReadOnlyList<RungResult> Results => [.. cells.Values];

    public double Time { get; private set; }

    public int Added { get; private set; }

    public int Ended { get; private set; }

    public int Refused { get; private set; }

    public int Deaths { get; private set; }

    /// <summary>What was decided to go up a rung, with all that had ended by what the member saw.</summary>
    public List<(TrialRung Training, IReadOnlyList<RungResult> Seen)> Decisions { get; } = [];

    public void Run()
    {
        var free = Members;
        while (true)
        {
            past.Add(Results);
            while (free > 0 && Take() is { } training)
            {
                free--;
                var steps = Search.StepsOf(training.Rung) ?? fullSteps;
                var dies = random.NextBool(Death);
                var length = steps * random.NextDouble(0.8, 1.2) * (dies ? random.NextDouble() : 1);
                running.Enqueue((training, dies), (Time + length, order++));
            }

            if (!running.TryDequeue(out var ended, out var at))
            {
                return;
            }

            Time = at.Time;
            free++;
            End(ended.Training, ended.Dies);
            if (Watch(this))
            {
                return;
            }
        }
    }

    private TrialRung? Take()
    {
        // What a dead member held is taken over first, once its lease has run out.
        if (abandoned.Count > 0)
        {
            var taken = abandoned[0];
            abandoned.RemoveAt(0);
            return taken;
        }

        var seen = past[Math.Max(0, past.Count - 1 - random.NextInt(0, Lag + 1))];
        foreach (var next in new[] { seen, Results }.SelectMany(results => Search.Next(results, 1).Select(training => (training, results))))
        {
            if (Search.Admits(Results, next.training))
            {
                Decisions.Add(next);
                cells.Add(next.training, new RungResult(next.training.Trial, next.training.Rung, RungState.Open));
                Added++;
                return next.training;
            }

            Refused++;
        }

        return null;
    }

    private void End(TrialRung training, bool dies)
    {
        if (dies)
        {
            Deaths++;
            abandoned.Add(training);
            return;
        }

        var steps = Search.StepsOf(training.Rung) ?? fullSteps;
        Ended++;
        var chance = new SeededRandom(training.Trial, training.Rung, 0xFA).NextDouble();
        var metric = objective.Measure(Search.Trials[training.Trial], steps);
        var ended = DateTime.UnixEpoch.AddSeconds(Time);
        cells[training] = chance < Failure / 2 ? new RungResult(training.Trial, training.Rung, RungState.Failed) { Ended = ended }
            : chance < Failure ? new RungResult(training.Trial, training.Rung, RungState.Done, double.NaN) { Ended = ended }
            : new RungResult(training.Trial, training.Rung, RungState.Done, metric) { Ended = ended };
    }
}
