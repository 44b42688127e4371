using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Training.Profiling;

/// <summary>
/// Writes steps in the Trace Event Format of Chrome, which Perfetto (ui.perfetto.dev) opens: a track for the thread that trains with
/// phases, waits and operators, one beside it for modules, one for each other thread; exchanges with other processes, of which several may
/// be under way at once, are stretches of their own.
/// </summary>
public static class ChromeTrace
{
    // Modules overlap operators without lying in them: they have a track of their own.
    private const int ModuleTrack = int.MaxValue;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="steps">The steps; at least one.</param>
    public static void Write(string path, IReadOnlyList<StepProfile> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var (start, number) = (steps[0].Begin, 0);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream);
            writer.WriteStartObject();
            writer.WriteString("displayTimeUnit", "ms");
            writer.WriteStartArray("traceEvents");
            WriteTracks(writer, steps);
            foreach (var step in steps)
            {
                WriteEvent(writer, "step", $"step {step.Step}", step.Begin - start, step.End - step.Begin, step.Thread);
                foreach (var work in step.Work)
                {
                    WriteEvent(
                        writer, work.Kind, work.Kind == work.Name ? work.Name : $"{work.Kind}: {work.Name}", work.Begin - start,
                        work.End - work.Begin, work.Thread);
                }

                foreach (var module in step.Modules)
                {
                    WriteEvent(writer, "module", module.Name, module.Begin - start, module.End - module.Begin, ModuleTrack);
                }

                foreach (var exchange in step.Exchanges)
                {
                    number++;
                    WriteEnd(writer, "b", exchange.Name, exchange.Begin - start, number, step.Thread);
                    WriteEnd(writer, "e", exchange.Name, exchange.End - start, number, step.Thread);
                }

                foreach (var call in step.Operators)
                {
                    WriteEvent(
                        writer, call.IsBackward ? "backward" : "operator", call.Name, call.Begin - start, call.End - call.Begin,
                        call.Thread);
                }

                writer.Flush();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteTracks(Utf8JsonWriter writer, IReadOnlyList<StepProfile> steps)
    {
        var training = steps[0].Thread;
        var loaders = steps.SelectMany(step => step.Work).Where(work => work.Thread != training).Select(work => work.Thread).ToHashSet();
        var others = steps.SelectMany(step => step.Operators).Select(call => call.Thread)
            .Where(thread => thread != training && !loaders.Contains(thread)).ToHashSet();
        WriteName(writer, training, "training", 0);
        WriteName(writer, ModuleTrack, "modules", 1);
        foreach (var (thread, i) in loaders.Order().Select((thread, i) => (thread, i)))
        {
            WriteName(writer, thread, $"loader {i}", 2 + i);
        }

        foreach (var thread in others)
        {
            WriteName(writer, thread, "libtorch", 2 + loaders.Count);
        }
    }

    private static void WriteName(Utf8JsonWriter writer, int thread, string name, int place)
    {
        foreach (var isName in new[] { true, false })
        {
            writer.WriteStartObject();
            writer.WriteString("ph", "M");
            writer.WriteString("name", isName ? "thread_name" : "thread_sort_index");
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteNumber("tid", thread);
            writer.WriteStartObject("args");
            if (isName)
            {
                writer.WriteString("name", name);
            }
            else
            {
                writer.WriteNumber("sort_index", place);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    // One end of a stretch that overlaps others.
    private static void WriteEnd(Utf8JsonWriter writer, string phase, string name, long time, int number, int thread)
    {
        writer.WriteStartObject();
        writer.WriteString("ph", phase);
        writer.WriteString("cat", "exchange");
        writer.WriteString("name", name);
        writer.WriteNumber("id", number);
        writer.WriteNumber("ts", time / 1e3m);
        writer.WriteNumber("pid", Environment.ProcessId);
        writer.WriteNumber("tid", thread);
        writer.WriteEndObject();
    }

    // Times are microseconds there.
    private static void WriteEvent(Utf8JsonWriter writer, string kind, string name, long begin, long duration, int thread)
    {
        writer.WriteStartObject();
        writer.WriteString("ph", "X");
        writer.WriteString("cat", kind);
        writer.WriteString("name", name);
        writer.WriteNumber("ts", begin / 1e3m);
        writer.WriteNumber("dur", duration / 1e3m);
        writer.WriteNumber("pid", Environment.ProcessId);
        writer.WriteNumber("tid", thread);
        writer.WriteEndObject();
    }
}
