using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Tests;

/// <summary>The program that <c>./panoptes</c> runs, which is compiled ahead of time from the one that the other tests run.</summary>
public sealed class PrecompiledProgramTests
{
    private static readonly string Built = Path.Combine(Clone.Root!, "artifacts", "bin", "Panoptes.Cli", "release");
    private static readonly string Precompiled = Path.Combine(Clone.Root!, "artifacts", "program");

    [NeedsPrecompiledFact]
    public void It_has_every_native_library_that_packages_bring_for_this_machine()
    {
        var parts = JsonNode.Parse(File.ReadAllText(Path.Combine(Built, "panoptes.deps.json")))!["targets"]!.AsObject().First().Value!;
        string[] native =
        [
            .. parts.AsObject().SelectMany(part => part.Value!["runtimeTargets"]?.AsObject().AsEnumerable() ?? [])
                .Where(file => (string?)file.Value!["assetType"] == "native" && (string?)file.Value["rid"] == Rid).Select(file => file.Key),
        ];
        Assert.Contains(native, file => file.EndsWith("libe_sqlite3.so", StringComparison.Ordinal));
        Assert.All(native, file => Assert.True(File.Exists(Path.Combine(Precompiled, file)), $"{file} is missing"));
    }

    private static string Rid => $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private sealed class NeedsPrecompiledFactAttribute : FactAttribute
    {
        public NeedsPrecompiledFactAttribute()
        {
            if (!Directory.Exists(Precompiled))
            {
                Skip = "artifacts/program is not there: ./panoptes --version makes it";
            }
        }
    }
}
