namespace Panoptes.Training.Profiling;

/// <summary>Adds up stretches of time by name, each with and without those that lie inside of it on the same thread.</summary>
internal static class SelfTimes
{
    /// <summary>The rows, those with the most time of their own first.</summary>
    /// <param name="spans">Name, begin, end and thread; on a thread they are nested or apart.</param>
    /// <param name="seconds">The time that shares are of.</param>
    public static IReadOnlyList<ProfileRow> Of(IEnumerable<(string Name, long Begin, long End, int Thread)> spans, double seconds)
    {
        var sums = new Dictionary<string, (long Count, long All, long Self)>(StringComparer.Ordinal);
        foreach (var thread in spans.GroupBy(span => span.Thread))
        {
            var open = new Stack<(string Name, long End, long Inner, long Length)>();
            foreach (var (name, begin, end, _) in thread.OrderBy(span => span.Begin).ThenByDescending(span => span.End))
            {
                Close(open, begin, sums);
                open.Push((name, end, 0, end - begin));
            }

            Close(open, long.MaxValue, sums);
        }

        return
        [
            .. sums.OrderByDescending(sum => sum.Value.Self).ThenBy(sum => sum.Key, StringComparer.Ordinal).Select(sum =>
                new ProfileRow(
                    sum.Key, sum.Value.Count, sum.Value.All / 1e9, sum.Value.Self / 1e9, seconds > 0 ? sum.Value.Self / 1e9 / seconds : 0)),
        ];
    }

    private static void Close(
        Stack<(string Name, long End, long Inner, long Length)> open, long until,
        Dictionary<string, (long Count, long All, long Self)> sums)
    {
        while (open.TryPeek(out var top) && top.End <= until)
        {
            open.Pop();
            var sum = sums.GetValueOrDefault(top.Name);
            sums[top.Name] = (sum.Count + 1, sum.All + top.Length, sum.Self + Math.Max(0, top.Length - top.Inner));
            if (open.TryPop(out var outer))
            {
                open.Push(outer with { Inner = outer.Inner + top.Length });
            }
        }
    }
}
