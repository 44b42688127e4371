using Panoptes.Experiments.Progress;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Progress;

public sealed class ProgressTests : IDisposable
{
    private static readonly ProgressState State = new(1240, 4000, 0.64213, 3.14e-4, 11.24, 0.031, 1987, null, TimeSpan.FromSeconds(760));

    private readonly ManualTime time = new();
    private readonly StringWriter output = new() { NewLine = "\n" };

    public void Dispose() => output.Dispose();

    [Theory]
    [InlineData(120, "━━━━━━━───────────────── 1240/4000  31% · loss 0.6421 · lr 3.14e-4 · 11.2 img/s · data 3% · 1.9 GiB · ETA 12m40s")]
    [InlineData(100, "━━━──────── 1240/4000  31% · loss 0.6421 · lr 3.14e-4 · 11.2 img/s · data 3% · 1.9 GiB · ETA 12m40s")]
    [InlineData(80, "1240/4000  31% · loss 0.6421 · lr 3.14e-4 · 11.2 img/s · data 3% · ETA 12m40s")]
    [InlineData(40, "━━━──────── 1240/4000  31% · ETA 12m40s")]
    public void The_live_line_fits_its_terminal(int width, string expected)
    {
        var line = ProgressText.Live(State, width);
        Assert.Equal(expected, line);
        Assert.True(line.Length < width);
    }

    [Fact]
    public void The_line_stays_below_every_width_that_holds_its_counter()
    {
        for (var width = 30; width < 200; width++)
        {
            Assert.InRange(ProgressText.Live(State, width).Length, 1, width - 1);
        }
    }

    [Fact]
    public void A_terminal_that_was_closed_ends_what_is_shown_and_nothing_else()
    {
        var closed = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(
                new ClosedTerminal())
            });
        using var progress = new ProgressLine(closed, time);
        progress.Say("training camvid");
        progress.Training(State, milestone: true);
        time.Advance(TimeSpan.FromSeconds(45));
        progress.Show(new Text("done"));
    }

    [Fact]
    public void Plain_lines_come_at_milestones_and_a_heartbeat_breaks_a_long_silence()
    {
        using (var progress = new ProgressLine(Console(ansi: false), time))
        {
            progress.Say("training camvid");
            progress.Training(State with { Step = 1 }, milestone: false);
            time.Advance(TimeSpan.FromSeconds(20));
            progress.Training(State, milestone: true);
            time.Advance(TimeSpan.FromSeconds(29));
            progress.Training(State with { Step = 1251 }, milestone: false);
            time.Advance(TimeSpan.FromSeconds(45));
            progress.Images("evaluating val", 40, 101);
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(
            """
            training camvid
            step 1240/4000  loss 0.6421  lr 3.14e-4  11.2 images/s  data 3%  1.9 GiB  ETA 12m40s
            ... training, step 1251/4000
            ... training, step 1251/4000
            ... evaluating val, 40/101 images

            """,
            output.ToString());
    }

    [Fact]
    public void A_terminal_gets_one_line_that_is_redrawn_and_lines_that_stay_above_it()
    {
        using (var progress = new ProgressLine(Console(ansi: true), time))
        {
            progress.Training(State, milestone: false);
            progress.Training(State with { Step = 1241 }, milestone: false);
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Training(State with { Step = 1242 }, milestone: false);
            progress.Say("evaluation at step 1242: mIoU 51.20");
            time.Advance(TimeSpan.FromSeconds(60));
        }

        const string Clear = "\r\u001b[2K";
        var rest = "/4000  31% · loss 0.6421 · lr 3.14e-4 · 11.2 img/s · data 3% · 1.9 GiB · ETA 12m40s";
        Assert.Equal(
            $"{Clear}━━━──────── 1240{rest}{Clear}━━━──────── 1242{rest}{Clear}evaluation at step 1242: mIoU 51.20\n",
            output.ToString());
    }

    [Fact]
    public void Square_brackets_in_a_message_are_no_markup()
    {
        using var progress = new ProgressLine(Console(ansi: true), time);
        progress.Say("crop [320, 416] of [red]x[/]");
        Assert.Equal("crop [320, 416] of [red]x[/]\n", output.ToString());
    }

    [Theory]
    [InlineData(0.4, "0s")]
    [InlineData(59, "59s")]
    [InlineData(760, "12m40s")]
    [InlineData(3900, "1h05m")]
    [InlineData(90000, "1d01h")]
    public void Times_have_two_units(double seconds, string text) => Assert.Equal(text, ProgressText.Time(TimeSpan.FromSeconds(seconds)));

    private IAnsiConsole Console(bool ansi)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        return console;
    }

    private sealed class ClosedTerminal : StringWriter
    {
        public override void Write(char value) => throw new IOException("Input/output error");

        public override void Write(string? value) => throw new IOException("Input/output error");

        public override void WriteLine(string? value) => throw new IOException("Input/output error");
    }
}
