using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>The C# that pages show compiles against the libraries.</summary>
public sealed partial class PageCodeTests
{
    public static TheoryData<string> Pages => [.. Repository.FilesEnding(".md")
        .Where(page => PageCode.Of(page, Repository.Text(page)).Length > 0)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string page) => Assert.Empty(CSharpText.Errors(PageCode.Of(page, Repository.Text(page))));

    [Fact]
    public void Code_stands_in_blocks_that_are_compiled()
    {
        var others = from page in Repository.FilesEnding(".md")
                     from Match line in OtherCode().Matches(PageCode.Without(Repository.Text(page)))
                     select $"{page}: {line.Value.Trim()}";
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("using var scope = TensorScope.Open();\nreturn scope.Return(Ops.Randn([2]));", "")]
    [InlineData("await Task.Delay(1);", "")]
    [InlineData("using Panoptes.Tensors;\n\nvar x = Ops.Randn([2]);\nx.Rellu();", "page.md(8,3): error CS1061")]
    [InlineData("using System.Text;\n\nvar x = Ops.Randn([2]);", "page.md(7,9): error CS0103")]
    [InlineData("class Gate : Layer { public override Tensor Forward(Tensor x) => x.Rellu(); }", "page.md(5,68): error CS1061")]
    [InlineData("class Gate : Layer { }", "page.md(5,7): error CS0534")]
    public void A_block_that_does_not_compile_is_named_with_its_line(string code, string error)
    {
        var errors = CSharpText.Errors(PageCode.Of("page.md", $"# Page\n\nText:\n```csharp\n{code}\n```\nMore, `code`.\n"));
        Assert.Equal(error.Length == 0 ? 0 : 1, errors.Count);
        Assert.All(errors, found => Assert.StartsWith(error, found));
    }

    [Fact]
    public void Blocks_of_a_page_know_each_other()
    {
        const string page = "```csharp\nclass One { }\n```\nand\n```csharp\nvar one = new One();\n```\n";
        Assert.Empty(CSharpText.Errors(PageCode.Of("page.md", page)));
    }

    // A declaration or a statement of C# in a block without a fence, or in one of another name.
    [GeneratedRegex(
        @"^```(cs|c#|C#)$|^ *((public|private|protected|internal) (sealed|static|override|readonly|record|class)|(using )?var \w+ = )",
        RegexOptions.Multiline)]
    private static partial Regex OtherCode();
}
