using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Panoptes.Architecture.Tests;

/// <summary>C# that stands in a test or in a page, compiled against the libraries.</summary>
internal static class CSharpText
{
    // The usings that the projects have without writing them.
    private const string Implicit = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The errors of the compiler, with their lines.</summary>
    public static IReadOnlyList<string> Errors(params string[] sources)
    {
        using var nowhere = new MemoryStream();
        return [.. Compilation(sources).Emit(nowhere).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => found.ToString())];
    }

    /// <summary>The assembly that the sources make.</summary>
    public static Assembly Load(params string[] sources)
    {
        using var made = new MemoryStream();
        Assert.Empty(Compilation(sources).Emit(made).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        return Assembly.Load(made.ToArray());
    }

    private static CSharpCompilation Compilation(string[] sources) => CSharpCompilation.Create(
        $"MadeUp{Guid.NewGuid():N}",
        sources.Append(Implicit).Select(source => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview))),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
