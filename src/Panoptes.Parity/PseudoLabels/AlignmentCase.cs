using Panoptes.Parity.Fixtures;
using Panoptes.PseudoLabels.Alignment;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>Classes of instances by the mode of their pixels, as released and as it should be.</summary>
internal static class AlignmentCase
{
    /// <summary>Runs every case.</summary>
    public static IEnumerable<ParityResult> Run(LabelFixture fixture)
    {
        var ignored = (ushort)fixture.Root.GetProperty("config").GetProperty("ignore_class").GetInt32();
        foreach (var name in fixture.Cases.Select(entry => entry.Name))
        {
            yield return Align(fixture, name, "aligned", ignored, AlignmentRule.Released);
            yield return Align(fixture, name, "own", ignored, AlignmentRule.LowestId);
        }
    }

    private static ParityResult Align(LabelFixture fixture, string name, string output, ushort ignored, AlignmentRule rule)
    {
        var classes = fixture.Ids($"{name}.semantic");
        InstanceAlignment.Align(classes, fixture.Ids($"{name}.instance"), ignored, rule);
        return fixture.Compare($"{name}.{output}", Array.ConvertAll(classes.Pixels, id => (double)id), 0);
    }
}
