using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Panoptes.Architecture.Tests;

/// <summary>
/// The C# of a page, made whole: a block without usings has those of all libraries, and one of statements is the body of a method that may
/// return anything.
/// </summary>
internal static partial class PageCode
{
    private static readonly string Usings = string.Concat(
        LayerTests.Names.Where(layer => layer is not ("Cli" or "Tensors.Generators"))
            .SelectMany(layer => Assembly.Load($"Panoptes.{layer}").GetExportedTypes())
            .Select(type => type.Namespace).Distinct().Order().Select(name => $"using {name}; "));

    /// <summary>The page's blocks as files that compile together, and where the compiler is to say that they stand.</summary>
    public static string[] Of(string page, string text) =>
        [.. Block().Matches(text).Select((block, i) => Whole(block.Groups[1].Value, $"Block{i}", page, Line(text, block.Groups[1].Index)))];

    /// <summary>The page without its blocks.</summary>
    public static string Without(string text) => Block().Replace(text, "");

    private static string Whole(string code, string name, string page, int line)
    {
        var root = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
        var usings = root.Usings.Count > 0 ? "" : Usings;
        var here = $"#line {line} \"{page}\"\n";
        if (!root.Members.Any(member => member is GlobalStatementSyntax))
        {
            return $"{usings}\n{here}{code}";
        }

        var body = root.Usings.Count > 0 ? root.Usings.FullSpan.End : 0;
        var shown = code[..body];
        return $"{usings}\n{here}{shown}\nstatic class {name} {{ static async Task<object?> Run() {{\n"
            + $"#line {line + shown.Count(letter => letter == '\n')} \"{page}\"\n{code[body..]}\nreturn null; }} }}";
    }

    private static int Line(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
