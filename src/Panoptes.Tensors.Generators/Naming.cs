using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Panoptes.Tensors.Generators;

/// <summary>C# names of schema names.</summary>
internal static class Naming
{
    /// <summary>aten::add_ is AddInPlace, aten::_foreach_add is ForeachAdd, aten::__and__ is And.</summary>
    public static string Method(string qualifiedName)
    {
        var name = qualifiedName.Substring(qualifiedName.IndexOf("::", StringComparison.Ordinal) + 2);
        var isInPlace = name.EndsWith("_", StringComparison.Ordinal) && !name.EndsWith("__", StringComparison.Ordinal);
        return Pascal(name) + (isInPlace ? "InPlace" : "");
    }

    /// <summary>snake_case to PascalCase.</summary>
    public static string Pascal(string name)
    {
        var builder = new StringBuilder();
        foreach (var part in Parts(name))
        {
            builder.Append(char.ToUpperInvariant(part[0])).Append(part.Substring(1));
        }

        return builder.ToString();
    }

    /// <summary>snake_case to camelCase, escaped where C# has the word for itself.</summary>
    public static string Parameter(string name)
    {
        var pascal = Pascal(name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) != SyntaxKind.None ? "@" + camel : camel;
    }

    private static IEnumerable<string> Parts(string name) => name.Split(['_'], StringSplitOptions.RemoveEmptyEntries);
}
