using System.Text.RegularExpressions;

namespace Panoptes.Extending.Tests;

/// <summary>
/// The table of docs/extending.md counts the files of this project that know of each addition: its own, whoever uses it, a test.
/// </summary>
public sealed partial class FilesTouchedTests
{
    private const int Most = 3;
    private const string Test = "ExtendingTests.cs";
    private static readonly string Root = Above(AppContext.BaseDirectory);
    private static readonly string Here = Path.Combine(Root, "tests", "Panoptes.Extending.Tests");

    public static TheoryData<string, string, int> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (var row in Table())
            {
                rows.Add(row.Groups[1].Value, row.Groups[2].Value, int.Parse(row.Groups[3].Value));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void So_many_files_know_of_an_addition_one_of_them_a_test(string kind, string addition, int files)
    {
        var name = new Regex($@"\b{addition}\b");
        var knowing = Directory.EnumerateFiles(Here, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) == Test || (name.IsMatch(File.ReadAllText(file)) && !IsAnotherTest(file))).ToList();
        Assert.True(knowing.Count == files && files <= Most, $"{kind}: {string.Join(", ", knowing)}");
        Assert.Contains(knowing, file => file.EndsWith($"{addition}.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_has_its_row() =>
        Assert.Equal(
            ["backbone", "data set", "family", "head", "metric", "supervisor"],
            Table().Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));

    // A test of something else may use an addition without being needed for it.
    private static bool IsAnotherTest(string file) => file.EndsWith("Tests.cs", StringComparison.Ordinal);

    private static Match[] Table() =>
        [.. Row().Matches(File.ReadAllText(Path.Combine(Root, "docs", "extending.md"))).Cast<Match>()];

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Panoptes.slnx")) ? folder : Above(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^\| ([a-z ]+) \| `(\w+)` \| (\d) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
