using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;

namespace Panoptes.Data.AnnotationChecks;

/// <summary>What scoring and converting ask of a frame beyond what training reads.</summary>
/// <param name="table">What label ids mean.</param>
/// <param name="labelTable">What the label files hold: label ids or train ids.</param>
/// <param name="instances">The instance maps by frame.</param>
/// <param name="isReadElsewhere">Whether segments come from elsewhere, so that nobody else reads the instance maps.</param>
internal sealed class CityscapesCheck(
    ClassTable table, ClassTable labelTable, IReadOnlyDictionary<string, string> instances, bool isReadElsewhere)
{
    private readonly InstanceMapCheck maps = new(
        InstanceEncoding.Cityscapes, id => isReadElsewhere && !table.TryGetTrainId(id, out _) ? MeantClass.Unknown : table.Meant(id),
        labelTable.Meant);

    /// <summary>What is wrong with a frame's maps.</summary>
    public IEnumerable<InputException> Run(SampleFiles files)
    {
        if (files.Label is null || instances.Count == 0)
        {
            yield break;
        }

        if (instances.TryGetValue(files.Name, out var map))
        {
            if (maps.Problem(map, files.Label) is { } problem)
            {
                yield return problem;
            }
        }
        else if (isReadElsewhere)
        {
            yield return new InputException(
                files.Label, "a frame without instance ids", $"a file *{CityscapesFiles.InstanceIds}.png beside it",
                "make it (createInstanceIdImgs), or take the frame out");
        }
    }
}
