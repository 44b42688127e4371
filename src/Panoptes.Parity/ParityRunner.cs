using Panoptes.Foundation;
using Panoptes.Parity.Boxes;
using Panoptes.Parity.Crops;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Kernels;
using Panoptes.Parity.Masks;
using Panoptes.Parity.Metrics;
using Panoptes.Parity.Models;
using Panoptes.Parity.Operators;
using Panoptes.Parity.Pasting;
using Panoptes.Parity.PlainMasks;
using Panoptes.Parity.PseudoLabels;
using Panoptes.Parity.PseudoSamples;
using Panoptes.Parity.Teachers;
using Panoptes.Parity.Training;
using Panoptes.Parity.TwoStage;

namespace Panoptes.Parity;

/// <summary>Finds fixtures below the paths it is given and runs each by the kind that recognizes it.</summary>
public static class ParityRunner
{
    /// <summary>Every kind of fixture this version knows, in the order in which they are asked.</summary>
    public static IReadOnlyList<IParityCaseKind> Kinds { get; } =
    [
        new MetricsCaseKind(),
        new MaskCriterionKind(),
        new IntraBatchKind(),
        new CropSamplerKind(),
        new CopyPasteKind(),
        new MaskInferenceKind(),
        new OperatorFixtureKind(),
        new KernelFixtureKind(),
        new BoxFixtureKind(),
        new TwoStageFixtureKind(),
        new EomtScheduleKind(),
        new EomtInferenceKind(),
        new EomtWeightKind(),
        new TeacherFixtureKind(),
        new PseudoLabelKind(),
        new PseudoSampleKind(),
        new TtaFixtureKind(),
        new ModelFixtureKind(),
        new TrainingFixtureKind(),
    ];

    /// <summary>Runs fixtures, in the order of the paths and of their names below each; results come as they are made.</summary>
    /// <param name="paths">Json files, case folders, or folders of them.</param>
    /// <param name="kinds">The kinds to recognize; all of <see cref="Kinds"/> where null.</param>
    /// <exception cref="InputException">A path is missing, or is itself no fixture and holds none.</exception>
    public static IEnumerable<ParityResult> Run(IEnumerable<string> paths, IReadOnlyList<IParityCaseKind>? kinds = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            var any = false;
            foreach (var (fixture, kind) in Find(path, kinds ?? Kinds))
            {
                any = true;
                var results = kind is null
                    ? [ParityResult.Skipped(fixture, "no kind of fixture that this version knows")]
                    : kind.Run(fixture);
                foreach (var result in results)
                {
                    yield return result;
                }
            }

            if (!any)
            {
                throw new InputException(
                    path, "no fixture", "a fixture's json, a case folder, or folders of them", "name one, such as ../shared/parity/models");
            }
        }
    }

    private static IEnumerable<(string Fixture, IParityCaseKind? Kind)> Find(string path, IReadOnlyList<IParityCaseKind> kinds)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new InputException(path, "no such file or folder", "a fixture", "check the path");
        }

        if (kinds.FirstOrDefault(kind => kind.Recognizes(path)) is IParityCaseKind known)
        {
            yield return (path, known);
        }
        else if (File.Exists(path))
        {
            yield return (path, null);
        }
        else
        {
            var inside = Directory.EnumerateFiles(path, "*.json").Concat(Directory.EnumerateDirectories(path))
                .Order(StringComparer.Ordinal);
            foreach (var found in inside.SelectMany(inner => Find(inner, kinds)))
            {
                yield return found;
            }
        }
    }
}
