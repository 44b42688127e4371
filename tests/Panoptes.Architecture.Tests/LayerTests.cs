using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Xml.Linq;

namespace Panoptes.Architecture.Tests;

/// <summary>A layer knows only the layers below it.</summary>
public sealed class LayerTests
{
    /// <summary>Whom each layer may know, directly or not. Written out, so that a new arrow is a decision.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Foundation"] = [],
        ["Imaging"] = ["Foundation"],
        ["Formats"] = ["Imaging", "Foundation"],
        ["Tensors.Generators"] = [],
        ["Tensors"] = ["Foundation", "Tensors.Generators"],
        ["Metrics"] = ["Formats", "Imaging", "Foundation"],
        ["Data"] = ["Formats", "Imaging", "Tensors", "Foundation"],
        ["PseudoLabels"] = ["Data", "Formats", "Imaging", "Tensors", "Foundation"],
        ["Models"] = ["Imaging", "Tensors", "Foundation"],
        ["Training"] = ["Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation"],
        ["Diagnosis"] = ["Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation"],
        ["Experiments"] = ["Diagnosis", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation"],
        ["Inference"] = ["Imaging", "Foundation"],
        ["Export"] =
            [
                "Experiments", "Inference", "Diagnosis", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging",
                "Foundation",
            ],
        ["Studies"] =
            ["Experiments", "Diagnosis", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation"],
        ["Reports"] =
            [
                "Studies", "Experiments", "Diagnosis", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging",
                "Foundation",
            ],
        ["Web"] = ["Foundation"],
        ["Serving"] = ["Inference", "Web", "Imaging", "Foundation"],
        ["Dashboard"] =
            [
                "Web", "Reports", "Studies", "Experiments", "Diagnosis", "Training", "Models", "Data", "Metrics", "Tensors", "Formats",
                "Imaging", "Foundation",
            ],
        ["Parity"] = ["PseudoLabels", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation"],
        ["Cli"] =
            [
                "Dashboard", "Serving", "Web", "Export", "Inference", "Reports", "Studies", "Experiments", "Parity", "Diagnosis",
                "PseudoLabels", "Training", "Models", "Data", "Metrics", "Tensors", "Formats", "Imaging", "Foundation",
            ],
    };

    /// <summary>The projects of the product, without "Panoptes.".</summary>
    internal static IEnumerable<string> Names =>
        Directory.GetDirectories(
            Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!["Panoptes.".Length..]).Order();

    public static TheoryData<string> Layers => [.. Names];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_project_refers_only_to_layers_below_it(string layer)
    {
        Assert.True(Allowed.ContainsKey(layer), $"src/Panoptes.{layer} has no place in the table of layers");
        var project = XDocument.Parse(Repository.Text($"src/Panoptes.{layer}/Panoptes.{layer}.csproj"));
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Panoptes.".Length..]);
        Assert.Empty(references.Except(Allowed[layer]));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_built_assembly_uses_only_layers_below_it(string layer)
    {
        if (layer == "Tensors.Generators")
        {
            return; // Runs inside the compiler, and is not shipped.
        }

        using var assembly = BuiltAssembly.Open(layer);
        var metadata = assembly.GetMetadataReader();
        var used = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("Panoptes."));
        Assert.Empty(used.Select(name => name["Panoptes.".Length..]).Except(Allowed[layer]));
    }

    [Fact]
    public void The_table_of_layers_has_no_cycle_and_is_closed()
    {
        foreach (var (layer, below) in Allowed)
        {
            Assert.DoesNotContain(layer, below);
            Assert.All(below, lower => Assert.Empty(Allowed[lower].Except(below).Except(["Tensors.Generators"])));
        }
    }

    [Theory]
    [InlineData("panoptes_bridge", "Tensors")]
    [InlineData("spng", "Imaging")]
    [InlineData("turbojpeg", "Imaging")]
    public void A_native_library_is_called_from_one_layer(string library, string owner)
    {
        foreach (var layer in Allowed.Keys.Except([owner, "Tensors.Generators"]))
        {
            using var assembly = BuiltAssembly.Open(layer);
            var metadata = assembly.GetMetadataReader();
            var modules = Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.ModuleRef))
                .Select(row => metadata.GetString(metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name));
            Assert.DoesNotContain(modules, name => name.Contains(library));
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Text("Panoptes.slnx");
        Assert.All(Repository.FilesEnding(".csproj").Where(file => file.StartsWith("src/") || file.StartsWith("tests/")), project =>
            Assert.Contains(project, solution));
    }
}
