using System.Reflection;
using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>Namespaces are folders, and the folders of one project need each other in one direction only.</summary>
public sealed partial class FolderTests
{
    // The one exception: a tensor is a handle of the bridge, and what goes over the bridge are tensors. Neither is anything without the
    // other.
    private static readonly (string Layer, string Folder) Joined = ("Tensors", "Native");

    // A namespace that the compiler asks for.
    private static readonly string[] OfTheCompiler = ["src/Panoptes.Tensors.Generators/IsExternalInit.cs"];

    public static TheoryData<string> Projects => [.. LayerTests.Names.Except(["Tensors.Generators"])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_need_each_other_in_one_direction(string layer) => Assert.Empty(Graph(layer).Circles());

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var wrong = from file in Repository.FilesEnding(".cs").Except(OfTheCompiler)
                    where file.StartsWith("src/") || file.StartsWith("tests/Panoptes.")
                    let declared = Declaration().Match(Repository.Text(file))
                    where declared.Success && declared.Groups[1].Value != string.Join('.', file.Split('/')[1..^1])
                    select $"{file}: {declared.Groups[1].Value}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("class Low { }", "class High { Low? low; }", "")]
    [InlineData("class Low { High? high; }", "class High { Low? low; }", "A B")]
    [InlineData(
        "class Low { void Run() => new List<object>().ForEach(_ => High.Go<int>()); }",
        "class High { Low[]? low; public static void Go<T>() { } }", "A B")]
    [InlineData("class Low { bool Is(object thing) => thing is High; }", "class High { IEnumerable<Low>? low; }", "A B")]
    [InlineData("class Low { int Twice => 2 * High.Constant; }", "class High : Low { public const int Constant = 1; }", "A B")]
    [InlineData("class Low { Top? top; }", "class High : Top { }", "")]
    [InlineData("class Low { Root? root; }", "class High { Low? low; }", "(root) A")]
    public void A_circle_is_seen_in_members_code_and_usings(string low, string high, string folders)
    {
        string[] sources =
        [
            $"using P.B.Deep;\nusing P.C;\nnamespace P.A;\n{low}",
            $"using P.A;\nusing P.C;\nnamespace P.B.Deep;\n{high}",
            "namespace P.C;\nclass Top { }",
            "namespace P;\nclass Root { A.Low? low; }",
            "namespace P.B.Deep;\nenum Empty { }",
        ];
        // An unused using would be refused by the analyzers; here it is left out by hand.
        var used = sources.Select(source => low.Contains("High") ? source : source.Replace("using P.B.Deep;\n", ""));
        var circles = new FolderGraph("P", CSharpText.Load([.. sources]), used).Circles();
        Assert.Equal(folders, string.Join(' ', circles.Select(circle => circle.Split(':')[0])));
    }

    [Fact]
    public void A_circle_over_three_folders_is_seen()
    {
        string[] sources = [
            "namespace P.A;\nclass One { C.Three? next; }", "namespace P.B;\nclass Two { A.One? next; }",
            "namespace P.C;\nclass Three { B.Two? next; }", "namespace P.D;\nclass Four { A.One? next; }",
        ];
        Assert.Equal(["A: -> C (One uses Three)", "B: -> A (Two uses One)", "C: -> B (Three uses Two)"], new FolderGraph(
            "P", CSharpText.Load(sources), sources).Circles());
    }

    private static FolderGraph Graph(string layer) => new(
        $"Panoptes.{layer}",
        Assembly.Load(layer == "Cli" ? "panoptes" : $"Panoptes.{layer}"),
        Repository.FilesEnding(".cs").Where(file => file.StartsWith($"src/Panoptes.{layer}/")).Select(Repository.Text),
        layer == Joined.Layer ? Joined.Folder : null);

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
