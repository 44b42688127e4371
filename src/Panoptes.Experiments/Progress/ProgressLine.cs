using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Panoptes.Experiments.Progress;

/// <summary>
/// Shows how a training or an evaluation goes. On a terminal one line is redrawn in place; elsewhere plain lines are
/// written at every logging interval, and a heartbeat after 30 seconds of silence, so that a log shows that it lives.
/// Safe to call from any thread.
/// </summary>
public sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole console;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private readonly Lock gate = new();
    private readonly bool live;
    private long lastOutput;
    private bool lineOpen;
    private bool isGone;
    private string present = "starting";

    /// <summary>Starts showing.</summary>
    /// <param name="console">Where to; a live line is drawn where it is interactive and knows ANSI codes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isQuiet">Whether nothing is said where the line is not drawn: a short command needs no sign of life in a log.</param>
    public ProgressLine(IAnsiConsole console, TimeProvider time, bool isQuiet = false)
    {
        this.console = console;
        this.time = time;
        live = console.Profile.Capabilities is { Interactive: true, Ansi: true };
        lastOutput = time.GetTimestamp();
        heartbeat = isQuiet && !live
            ? time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            : time.CreateTimer(_ => Heartbeat(), null, Silence, TimeSpan.FromSeconds(1));
    }

    /// <summary>After a step.</summary>
    /// <param name="state">What to tell.</param>
    /// <param name="milestone">True at logging intervals: where lines are plain, one is written.</param>
    public void Training(ProgressState state, bool milestone)
    {
        lock (gate)
        {
            present = $"training, step {state.Step}/{state.Steps}";
            if (live && (milestone || time.GetElapsedTime(lastOutput) >= Redraw || !lineOpen))
            {
                Draw(ProgressText.Live(state, console.Profile.Width));
            }
            else if (!live && milestone)
            {
                WriteLine(ProgressText.Plain(state));
            }
        }
    }

    /// <summary>While images are measured or predicted.</summary>
    /// <param name="what">What is done: <c>evaluating val</c>.</param>
    /// <param name="done">Images done.</param>
    /// <param name="count">Images in all.</param>
    public void Images(string what, int done, int count) => Items(what, done, count, "images");

    /// <summary>While things are gone through one by one.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="unit">What they are.</param>
    public void Items(string what, int done, int count, string unit) =>
        Bar((double)done / Math.Max(1, count), $"{what}, {done}/{count} {unit}", done == count);

    /// <summary>While things are counted, whose number nobody knows yet.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="unit">What they are.</param>
    public void Counted(string what, int done, string unit) => Bar(0, $"{what}, {done} {unit}", isLast: false);

    /// <summary>While a file is fetched.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">Bytes done.</param>
    /// <param name="count">Bytes in all; null where nobody said.</param>
    public void Bytes(string what, long done, long? count)
    {
        const double MiB = 1 << 20;
        var size = string.Create(CultureInfo.InvariantCulture, $"{done / MiB:0.0} MiB");
        var all = count is { } whole ? string.Create(CultureInfo.InvariantCulture, $" of {whole / MiB:0.0} MiB") : "";
        Bar(count is { } known ? (double)done / Math.Max(1, known) : 0, $"{what}, {size}{all}", done == count);
    }

    /// <summary>Writes a line that stays; the live line goes on below it.</summary>
    /// <param name="text">Plain text, shown as it is.</param>
    public void Say(string text)
    {
        lock (gate)
        {
            Clear();
            WriteLine(text);
        }
    }

    /// <summary>Takes the live line away while something else is written, and no other thread writes.</summary>
    /// <param name="write">Writes it.</param>
    public void Aside(Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (gate)
        {
            Clear();
            write();
        }
    }

    /// <summary>Writes something richer that stays, such as a table.</summary>
    public void Show(IRenderable what)
    {
        lock (gate)
        {
            Clear();
            Write(() => console.Write(what));
        }
    }

    /// <summary>Removes the live line.</summary>
    public void Dispose()
    {
        heartbeat.Dispose();
        lock (gate)
        {
            Clear();
        }
    }

    private void Heartbeat()
    {
        lock (gate)
        {
            if (!live && time.GetElapsedTime(lastOutput) >= Silence)
            {
                WriteLine($"... {present}");
            }
        }
    }

    private void Bar(double share, string text, bool isLast)
    {
        lock (gate)
        {
            present = text;
            if (live && (isLast || time.GetElapsedTime(lastOutput) >= Redraw || !lineOpen))
            {
                Draw($"{ProgressText.Bar(share, 24)} {present}");
            }
        }
    }

    private void Draw(string text)
    {
        Write(() =>
        {
            console.Write(new ControlCode("\r\u001b[2K"));
            console.Write(new Text(text) { Overflow = Overflow.Ellipsis });
        });
        lineOpen = true;
    }

    private void Clear()
    {
        if (lineOpen)
        {
            Write(() => console.Write(new ControlCode("\r\u001b[2K")));
            lineOpen = false;
        }
    }

    private void WriteLine(string text) => Write(() =>
    {
        // Spectre wraps what it renders; a log line is one line, however long.
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    });

    // A terminal that was closed takes nothing more: what is shown is lost, what is done is not.
    private void Write(Action write)
    {
        if (!isGone)
        {
            try
            {
                write();
            }
            catch (IOException)
            {
                isGone = true;
            }
        }

        lastOutput = time.GetTimestamp();
    }
}
