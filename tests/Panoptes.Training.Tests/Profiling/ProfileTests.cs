using System.Text.Json;
using Panoptes.Foundation.Tracing;
using Panoptes.Tensors.Profiling;
using Panoptes.Training.Engine;
using Panoptes.Training.Profiling;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Profiling;

public sealed class ProfileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-profile-").FullName;

    private string File => Path.Combine(folder, "profile.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_recorded_training_ends_with_the_bits_of_one_that_is_not()
    {
        using var plain = ToyTraining.Create(ToyTraining.Config(7));
        plain.Run();
        using var hook = new ProfileHook(2, _ => { });
        using var recorded = ToyTraining.Create(ToyTraining.Config(7), hook);
        recorded.Run();
        Assert.Equal(ToyTraining.Weights(plain), ToyTraining.Weights(recorded));
    }

    [Fact]
    public void Steps_after_the_warm_up_are_recorded_with_operators_of_both_passes_modules_and_phases()
    {
        var steps = Record(9, 2);
        Assert.Equal([ProfileHook.WarmUp + 1L, ProfileHook.WarmUp + 2L], steps.Select(step => step.Step));
        foreach (var step in steps)
        {
            Assert.Contains(step.Operators, call => call.Name == "aten::convolution" && !call.IsBackward);
            Assert.Contains(step.Operators, call => call.Name == "ConvolutionBackward0" && call.IsBackward);
            Assert.All(step.Operators, call => Assert.True(call.Begin >= step.Begin && call.Begin <= call.End && call.End <= step.End));
            Assert.Equal(["backward", "data", "forward", "optimizer", "supervision"], step.Work.Where(work => work.Kind == WorkKinds.Phase)
                .Select(work => work.Name).Order());
            var names = step.Modules.Select(module => module.Name).ToHashSet();
            Assert.NotEmpty(names);
            Assert.All(step.Modules.Where(module => module.Depth > 0), module => Assert.Contains(
                step.Modules, outer => module.Name.StartsWith(outer.Name + ".", StringComparison.Ordinal) && outer.Begin <= module.Begin
                    && module.End <= outer.End));
        }
    }

    [Fact]
    public void A_training_that_ends_early_hands_over_what_there_is_and_one_within_the_warm_up_nothing()
    {
        Assert.Equal(2, Record(ProfileHook.WarmUp + 2, 10).Count);
        Assert.Empty(Record(ProfileHook.WarmUp, 10));
    }

    [Fact]
    public void The_trace_is_JSON_in_Chromes_form_with_named_tracks_and_events_that_nest()
    {
        ChromeTrace.Write(File, Record(6, 2));
        using var trace = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        var events = trace.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        Assert.Contains(events, e => e.GetProperty("ph").GetString() == "M" && e.GetProperty("args").TryGetProperty("name", out var name)
            && name.GetString() == "modules");
        var spans = events.Where(e => e.GetProperty("ph").GetString() == "X").ToList();
        Assert.Equal(
            ["backward", "module", "operator", "phase", "step"], spans.Select(e => e.GetProperty("cat").GetString()).Distinct().Order());
        Assert.All(spans, e => Assert.True(e.GetProperty("ts").GetDouble() >= 0 && e.GetProperty("dur").GetDouble() >= 0));
        foreach (var track in spans.GroupBy(e => e.GetProperty("tid").GetInt32()))
        {
            var open = new Stack<double>();
            foreach (var (begin, end) in track.Select(
                e => (Begin: e.GetProperty("ts").GetDouble(), End: e.GetProperty("ts").GetDouble() + e.GetProperty("dur").GetDouble()))
                .OrderBy(e => e.Begin).ThenByDescending(e => e.End))
            {
                while (open.TryPeek(out var outer) && outer <= begin + 0.0005)
                {
                    open.Pop();
                }

                Assert.True(!open.TryPeek(out var around) || end <= around + 0.001, $"{end} beyond {around}");
                open.Push(end);
            }
        }
    }

    [Fact]
    public void Own_times_add_up_to_the_time_of_what_is_outermost()
    {
        var summary = ProfileSummary.Of(
        [
            new StepProfile(4, 0, 1000, 1,
                [new("inner", 100, 200, 1, false), new("inner", 250, 300, 1, false), new("outer", 50, 400, 1, false), new(
                    "other", 150, 350, 2, true)],
                [new("a", 0, 50, 400), new("a.b", 1, 100, 200)],
                [new(WorkKinds.Wait, "for data", 400, 500, 1), new(WorkKinds.Phase, "data", 400, 600, 1), new(
                    WorkKinds.Loader, "sample", 0, 2000, 3)]),
        ]);
        Assert.Equal((4, 1, 1e-6), (summary.FirstStep, summary.Steps, summary.Seconds));
        var rows = summary.Operators.ToDictionary(row => row.Name);
        Assert.Equal((1L, 350e-9, 200e-9), (rows["outer"].Count, rows["outer"].Seconds, Math.Round(rows["outer"].SelfSeconds, 12)));
        Assert.Equal((2L, 150e-9, 150e-9, 0.15), (
            rows["inner"].Count, rows["inner"].Seconds, rows["inner"].SelfSeconds, Math.Round(rows["inner"].Share, 9)));
        Assert.Equal(200e-9, rows["other"].SelfSeconds);
        Assert.Equal(0.1, summary.Waits.Single().Share, 9);
        Assert.Equal(["a", "a.b"], summary.Modules.Select(row => row.Name));
        summary.Write(File);
        Assert.Equal(summary.Operators, ProfileSummary.Read(File)!.Operators);
    }

    [Fact]
    public void Work_is_told_of_from_any_thread_and_only_while_a_trace_is_open()
    {
        WorkTrace.Begin("kind", "before").Dispose();
        IReadOnlyList<TraceSpan> spans;
        using (var trace = WorkTrace.Open())
        {
            Assert.Throws<InvalidOperationException>(WorkTrace.Open);
            WorkTrace.Begin("kind", "here").Dispose();
            var thread = new Thread(() => WorkTrace.Begin("kind", "there").Dispose());
            thread.Start();
            thread.Join();
            spans = trace.Spans;
        }

        WorkTrace.Begin("kind", "after").Dispose();
        Assert.Equal(["here", "there"], spans.Select(span => span.Name));
        Assert.Equal(2, spans.Select(span => span.Thread).Distinct().Count());
    }

    [Fact]
    public void An_error_within_a_recorded_step_leaves_no_recording_open()
    {
        using (var hook = new ProfileHook(2, _ => { }))
        {
            using var trainer = ToyTraining.Create(ToyTraining.Config(9), hook, new FailingHook());
            Assert.Throws<InvalidOperationException>(() => trainer.Run());
        }

        using var again = OperatorTrace.Open();
        Assert.Empty(again.End());
    }

    private static List<StepProfile> Record(long steps, int wanted)
    {
        var recorded = new List<StepProfile>();
        using var hook = new ProfileHook(wanted, recorded.AddRange);
        using var trainer = ToyTraining.Create(ToyTraining.Config(steps), hook);
        Assert.Equal(StopReason.Completed, trainer.Run());
        return recorded;
    }

    private sealed class FailingHook : IHook
    {
        private int seen;

        public void BeforeStep(Trainer trainer)
        {
            if (++seen == ProfileHook.WarmUp + 1)
            {
                throw new InvalidOperationException("a hook that fails");
            }
        }
    }
}
