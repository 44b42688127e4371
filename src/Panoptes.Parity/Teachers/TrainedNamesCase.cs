using System.Text.Json;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Layers;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;

namespace Panoptes.Parity.Teachers;

/// <summary>Which parameters CUPS trains while a teacher teaches: those whose names have "head" in them and not "norm".</summary>
internal static class TrainedNamesCase
{
    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(StoredFixture fixture)
    {
        var (things, maps) = (
            fixture.Config.GetProperty("num_things").GetInt32(), fixture.Config.GetProperty("num_semantic").GetInt32());
        using var model = ModelCatalog.Create(new ModelConfig
        {
            Name = "panoptic_cascade_mask_rcnn_r50",
            NumClasses = maps - 1 + things,
            Options = PanopticDetectorOptions.Cups with
            {
                Norm = NormKind.FrozenBatch,
                PyramidNorm = NormKind.FrozenBatch,
                Things = [.. Enumerable.Range(maps - 1, things)],
            },
        });
        var described = fixture.Root.GetProperty("stage3_parameters");
        var all = model.NamedParameters().ToArray();
        var trained = all.Where(parameter => IsTrained(parameter.Name)).ToArray();
        return
        [
            Names("trained parameters", trained.Select(parameter => parameter.Name), described.GetProperty("trained")),
            Names(
                "other parameters", all.Select(parameter => parameter.Name).Where(name => !IsTrained(name)),
                described.GetProperty("not_trained")),
            Numbers("trained numbers", trained.Sum(parameter => parameter.Tensor.Count), described.GetProperty("trained_count")),
            Numbers("all numbers", all.Sum(parameter => parameter.Tensor.Count), described.GetProperty("all_count")),
        ];

        ParityResult Names(string quantity, IEnumerable<string> own, JsonElement expected)
        {
            var wanted = expected.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
            wanted.SymmetricExceptWith(own);
            return new ParityResult(fixture.Name, quantity, wanted.Count, 0) { Note = string.Join(' ', wanted) };
        }

        ParityResult Numbers(string quantity, long own, JsonElement expected) =>
            new(fixture.Name, quantity, Math.Abs(own - expected.GetInt64()), 0);
    }

    private static bool IsTrained(string name) =>
        name.Contains("head", StringComparison.Ordinal) && !name.Contains("norm", StringComparison.Ordinal);
}
