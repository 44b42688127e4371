using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>How the sources read.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongFile = 300;
    private const int WidestLine = 140;
    private static readonly string[] Code = [".cs", ".cpp", ".h", ".sh", ".py", "/panoptes"];

    // Put together, so that this file does not hold what it looks for.
    private static readonly string[] RegistryHosts = [.. new[] { "nuget", "pypi", "npmjs", "debian", "crates", "pythonhosted", "pytorch" }
        .SelectMany(name => new[] { "org", "io" }.Select(end => $"{name}.{end}"))];

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        var long_ = Repository.FilesEnding(Code).Select(file => (File: file, Lines: Lines(file))).Where(entry => entry.Lines > LongestFile);
        Assert.Empty(long_);
    }

    [Fact]
    public void Most_source_files_are_short()
    {
        var files = Repository.FilesEnding(Code).ToArray();
        var long_ = files.Where(file => Lines(file) > LongFile).ToArray();
        Assert.True(
            long_.Length * 20 <= files.Length,
            $"{long_.Length} of {files.Length} files are above {LongFile} lines: {string.Join(", ", long_)}");
    }

    [Fact]
    public void No_line_is_wider_than_a_reader_can_see()
    {
        var wide = from file in Repository.FilesEnding(".cs")
                   from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
                   where line.Item.Length > WidestLine
                   select $"{file}:{line.Index + 1}";
        Assert.Empty(wide);
    }

    [Fact]
    public void No_line_of_a_page_is_wider_but_in_tables_and_blocks()
    {
        // Written by a test from the sources.
        const string Generated = "docs/configuration.md";
        var wide = from page in Repository.FilesEnding(".md").Where(page => page != Generated)
                   from line in File.ReadLines(Path.Combine(Repository.Root, page)).Index()
                   where line.Item.Length > WidestLine && !line.Item.StartsWith('|') && !line.Item.StartsWith("    ")
                   select $"{page}:{line.Index + 1}";
        Assert.Empty(wide);
    }

    [Fact]
    public void No_file_is_named_after_nothing_in_particular() =>
        Assert.DoesNotContain(Repository.FilesEnding(".cs"), file => VagueName().IsMatch(Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.DoesNotContain(Repository.FilesEnding(".cs", ".cpp", ".h", ".sh", ".md", ".yaml", ".py"), file => LeftForLater()
            .IsMatch(Repository.Text(file)));

    [Fact]
    public void No_file_names_a_package_registry_or_a_path_of_one_machine()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files.Where(IsText))
        {
            var text = Repository.Text(file);
            wrong.AddRange(
                RegistryHosts.Where(host => text.Contains(host, StringComparison.OrdinalIgnoreCase)).Select(host => $"{file}: {host}"));
            wrong.AddRange(MachinePath().Matches(text).Select(match => $"{file}: {match.Value}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Line_endings_are_unix_ones() =>
        Assert.DoesNotContain(Repository.Files.Where(IsText), file => Repository.Text(file).Contains("\r\n"));

    [Theory]
    [InlineData("ImageUtils", true)]
    [InlineData("StringHelper", true)]
    [InlineData("Geometry", false)]
    public void Vague_names_are_recognized(string name, bool vague) => Assert.Equal(vague, VagueName().IsMatch(name));

    private static int Lines(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count();

    private static bool IsText(string file) =>
        Path.GetExtension(file) is not (".png" or ".jpg" or ".jpeg" or ".safetensors" or ".pth" or ".pt" or ".pkl" or ".bin");

    [GeneratedRegex("(Util|Utils|Utility|Utilities|Helper|Helpers|Misc|Common|Manager)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(T[O]DO|F[I]XME|X[X]X)\b|throw new Not[I]mplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|Users)/[\w.-]+")]
    private static partial Regex MachinePath();
}
