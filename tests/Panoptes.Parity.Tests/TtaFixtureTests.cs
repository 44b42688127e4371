using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class TtaFixtureTests
{
    [NeedsSharedFact("parity/detection/cups_tta_pseudo_labels.json")]
    public void Several_views_and_the_labels_of_them_agree_with_the_reference()
    {
        var results = ParityRunner.Run([SharedFiles.Path("parity/detection/cups_tta_pseudo_labels.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 60, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
