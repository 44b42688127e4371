using Panoptes.Tensors.Profiling;

namespace Panoptes.Training.Profiling;

/// <summary>What processes exchanged in some steps, and how much of it the training waited for.</summary>
/// <param name="Count">Exchanges beside computation, those of gradients.</param>
/// <param name="Seconds">Time in which at least one of them was under way.</param>
/// <param name="HiddenSeconds">The part of that time in which the thread that trains computed.</param>
/// <param name="WaitedCount">Exchanges that were waited for: statistics of batch normalization, divisors, what steps agree on.</param>
/// <param name="WaitedSeconds">Time in which one of those was under way.</param>
public sealed record ExchangeTimes(long Count, double Seconds, double HiddenSeconds, long WaitedCount, double WaitedSeconds)
{
    /// <summary>The share of the time of gradients that the backward pass hides, 0 to 1; null where there were none.</summary>
    public double? Hidden => Seconds > 0 ? HiddenSeconds / Seconds : null;

    /// <summary>Adds up; null where nothing was exchanged.</summary>
    /// <param name="steps">The steps.</param>
    public static ExchangeTimes? Of(IReadOnlyList<StepProfile> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var times = steps.Select(Of).ToList();
        return times.All(time => time.Count + time.WaitedCount == 0) ? null : new ExchangeTimes(
            times.Sum(time => time.Count), times.Sum(time => time.Seconds), times.Sum(time => time.HiddenSeconds),
            times.Sum(time => time.WaitedCount), times.Sum(time => time.WaitedSeconds));
    }

    private static ExchangeTimes Of(StepProfile step)
    {
        var own = step.Operators.Where(call => call.Thread == step.Thread).ToList();
        var computed = Union(own.Select(call => (call.Begin, call.End)));
        var exchanges = step.Exchanges.ToLookup(call => IsBeside(call, own, computed));
        var beside = Union(exchanges[true].Select(call => (call.Begin, call.End)));
        var waited = Union(exchanges[false].Select(call => (call.Begin, call.End)));
        return new ExchangeTimes(
            exchanges[true].Count(), Length(beside) / 1e9, Common(beside, computed) / 1e9, exchanges[false].Count(), Length(waited) / 1e9);
    }

    // One that is waited for lies in one stretch: inside of the operator that asks for it, or between two operators.
    private static bool IsBeside(OperatorCall exchange, List<OperatorCall> own, List<(long Begin, long End)> computed)
    {
        var around = own.Any(call => call.Begin <= exchange.Begin && exchange.End <= call.End);
        return !around && Common([(exchange.Begin, exchange.End)], computed) > 0;
    }

    // Stretches apart from each other, in order.
    private static List<(long Begin, long End)> Union(IEnumerable<(long Begin, long End)> spans)
    {
        var union = new List<(long Begin, long End)>();
        foreach (var (begin, end) in spans.Order())
        {
            if (union.Count > 0 && begin <= union[^1].End)
            {
                union[^1] = (union[^1].Begin, Math.Max(union[^1].End, end));
            }
            else
            {
                union.Add((begin, end));
            }
        }

        return union;
    }

    private static long Length(IEnumerable<(long Begin, long End)> union) => union.Sum(span => span.End - span.Begin);

    private static long Common(List<(long Begin, long End)> some, List<(long Begin, long End)> others)
    {
        var (sum, at) = (0L, 0);
        foreach (var (begin, end) in some)
        {
            while (at < others.Count && others[at].End <= begin)
            {
                at++;
            }

            for (var next = at; next < others.Count && others[next].Begin < end; next++)
            {
                sum += Math.Min(end, others[next].End) - Math.Max(begin, others[next].Begin);
            }
        }

        return sum;
    }
}
