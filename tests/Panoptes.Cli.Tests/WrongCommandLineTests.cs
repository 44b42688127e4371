using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>
/// A thousand seeded command lines of wrong verbs, options, keys, types, paths and orders: each is answered by exit code 1 or 2 and one
/// line, and writes nothing.
/// </summary>
public sealed class WrongCommandLineTests : IDisposable
{
    private const int Lines = 1000;
    private const int Processes = 4;
    private readonly TemporaryFolder folder = new();

    public WrongCommandLineTests()
    {
        AtomicFile.WriteText(folder["in/good.yaml"], "train: {steps: 20, batch_size: 2}\n");
        AtomicFile.WriteText(folder["in/text.txt"], "just a line\n");
        AtomicFile.WriteText(folder["in/list.json"], "[1, 2");
        AtomicFile.Write(folder["in/bytes.bin"], stream => stream.Write([.. Enumerable.Range(0, 400).Select(i => (byte)(i * 7))]));
        AtomicFile.Write(folder["in/bytes.pth"], stream => stream.Write([.. Enumerable.Range(0, 400).Select(i => (byte)(i * 7))]));
        AtomicFile.WriteText(folder["in/run/notes.txt"], "no run");
        Directory.CreateDirectory(folder["in/empty"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_wrong_command_line_gets_one_line_and_writes_nothing()
    {
        var before = Snapshot();
        for (var seed = 0; seed < Lines; seed++)
        {
            var words = new WrongCommandLine(new SeededRandom(seed), folder).Words();
            var (output, error) = (new StringWriter(), new StringWriter());
            var code = PanoptesCommand.Run(words, output, error);
            Check(seed, words, new Outcome(code, output.ToString(), error.ToString()));
        }

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void The_program_itself_answers_the_same()
    {
        var before = Snapshot();
        for (var seed = Lines; seed < Lines + Processes; seed++)
        {
            var words = new WrongCommandLine(new SeededRandom(seed), folder).Words();
            Check(seed, words, Panoptes.RunIn(folder.Path, words));
        }

        Assert.Equal(before, Snapshot());
    }

    private static void Check(int seed, string[] words, Outcome outcome)
    {
        var line = $"seed {seed}: panoptes {string.Join(' ', words)}: {outcome.ExitCode}: {outcome.Error}";
        Assert.True(outcome.ExitCode is 1 or 2, line);
        Assert.True(outcome.ErrorLines.Length == 1 && outcome.Error.EndsWith('\n') && outcome.Error.StartsWith("panoptes"), line);
        Assert.False(outcome.Error.Contains("   at ") || outcome.Error.Contains("Exception"), line);
    }

    private string[] Snapshot() =>
        [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(entry => File.Exists(entry) ? $"{entry} {Convert.ToHexString(File.ReadAllBytes(entry))}" : entry)];
}
