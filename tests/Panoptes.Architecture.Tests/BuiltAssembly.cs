using System.Reflection.PortableExecutable;

namespace Panoptes.Architecture.Tests;

/// <summary>An assembly of the product as it was built, read without loading it.</summary>
internal static class BuiltAssembly
{
    /// <summary>Opens the assembly of a layer, which lies beside this test as a reference of the command line.</summary>
    public static PEReader Open(string layer)
    {
        var file = layer == "Cli" ? "panoptes.dll" : $"Panoptes.{layer}.dll";
        return new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)));
    }
}
