using Panoptes.Data.Configuration;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Findings;

public sealed class DataFindingsTests
{
    [Fact]
    public void Copies_void_and_lone_classes_are_found_with_the_other_sample()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 4);
        folder.CamVid("val", 3, 900);
        File.Copy(folder["train/images/train01.png"], folder["val/images/val02.png"], overwrite: true);
        File.Copy(folder["train/images/train00.png"], folder["train/images/train03.png"], overwrite: true);
        folder.Labels("val/labels/val00.png", (x, _) => x < 15 ? 11 : 4);
        folder.Labels("val/labels/val01.png", (_, _) => 3);
        folder.Labels("val/labels/val02.png", (_, _) => 3);
        var index = Open(folder);
        var found = DataFindings.Of(index, new FindingLimits());

        Assert.Equal((FindingKinds.Leak, 6), Only(found[1]));
        Assert.Equal((FindingKinds.Leak, 1), Only(found[6]));
        Assert.Equal((FindingKinds.Copy, 3), Only(found[0]));
        Assert.Equal((FindingKinds.Copy, 0), Only(found[3]));
        Assert.Equal([FindingKinds.Void], found[4].Select(one => one.Kind));
        Assert.Empty(DataFindings.Of(index, new FindingLimits { Void = 1 })[4]);
        Assert.Contains(found[2], one => one.Kind == FindingKinds.OneSplit && one.Message == "Sky occurs in train alone");

        static (string, int?) Only(IReadOnlyList<SampleFinding> found) =>
            found.Where(one => one.Kind != FindingKinds.OneSplit).Select(one => (one.Kind, one.Other)).Single();
    }

    [Fact]
    public void A_model_that_contradicts_labels_is_quoted_with_the_place()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 3);
        folder.Labels("train/labels/train00.png", (_, _) => 3);
        folder.Labels("said/train00.png", (x, _) => x < 8 ? 3 : 5);
        folder.Labels("said/train/train01.png", (x, y) => (x + y + 1) % 12);
        var index = Open(folder);
        var said = DisagreementSurvey.Run(index, new PredictedMaps(folder["said"]), 1);
        var found = DataFindings.Of(index, new FindingLimits(), said);

        var finding = Assert.Single(found[0]);
        Assert.Equal(FindingKinds.Disagreement, finding.Kind);
        Assert.Equal("50 % of the labeled pixels; most at 8,0 to 16,8: Road labeled, Tree predicted", finding.Message);
        Assert.Empty(found[1]);
        Assert.Equal(FindingKinds.NoPrediction, Assert.Single(found[2]).Kind);
        Assert.Throws<InputException>(() => new PredictedMaps(folder["train/none"]));
    }

    private static DataIndex Open(TemporaryFolder folder) =>
        DataIndex.Open(new DataConfig { Root = folder.Path }, new DataIndexOptions { Folder = folder["index"] });
}
