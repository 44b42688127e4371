using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class PseudoSampleTests
{
    [NeedsSharedFact("parity/detection/cups_pseudo_label_sample.json")]
    public void Samples_of_pseudo_labels_agree_with_the_reference_in_every_case()
    {
        var results = ParityRunner.Run([SharedFiles.Path("parity/detection/cups_pseudo_label_sample.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.Equal((8 * 6) + 4, results.Length);
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
