using System.Reflection;

namespace Panoptes.Architecture.Tests;

/// <summary>
/// What others can use of each library, held against a file, so that a change of it is seen in review. To accept a change:
/// <c>PANOPTES_ACCEPT=1 ./panoptes test PublicApi</c>.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Panoptes.Architecture.Tests", "PublicApi");

    private static IEnumerable<string> Names => Directory.GetDirectories(Path.Combine(Repository.Root, "src"))
        .Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("Panoptes.Cli" or "Panoptes.Tensors.Generators")).Order();

    public static TheoryData<string> Libraries => [.. Names];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_members_of_a_library_read_as_accepted(string library)
    {
        var accepted = Path.Combine(Folder, $"{library}.txt");
        var found = ApiText.Of(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("PANOPTES_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(accepted, found);
        }

        var (before, now) = (Lines(File.Exists(accepted) ? File.ReadAllText(accepted) : ""), Lines(found));
        Assert.True(before.SequenceEqual(now), $"{library}: gone: {List(before.Except(now))}; new: {List(now.Except(before))}; accept it "
            + "with PANOPTES_ACCEPT=1 ./panoptes test PublicApi");
    }

    [Fact]
    public void Nothing_is_accepted_for_a_library_that_is_gone() =>
        Assert.Empty(Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Except(Names));

    [Fact]
    public void Members_are_written_with_all_that_a_caller_sees()
    {
        var text = ApiText.Of(typeof(Panoptes.Training.Schedules.ScheduleConfig).Assembly);
        Assert.Contains("sealed class Panoptes.Training.Schedules.ScheduleConfig\n", text);
        Assert.Contains("    Double Power { get; init; }\n", text);
        Assert.Contains(
            "    static Double LearningRate("
                + "ScheduleConfig config, Double baseRate, Int64 step, Int64 steps, Boolean isBackbone = False)\n",
            text);
        Assert.Contains("    Mmengine = 1\n", text);
        Assert.DoesNotContain("EqualityContract", text);
        Assert.DoesNotContain("<", string.Concat(text.Split('\n').Where(line => line.Contains("Clone"))));
    }

    /// <summary>Every member with the type that it belongs to.</summary>
    private static List<string> Lines(string text)
    {
        var type = "";
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[0] == ' ' ? $"{type}: {line.Trim()}" : type = line)];
    }

    private static string List(IEnumerable<string> lines) => lines.ToList() is { Count: > 0 } all
        ? string.Join(" | ", all.Take(8)) + (all.Count > 8 ? $" | and {all.Count - 8} more" : "")
        : "nothing";
}
