using Panoptes.Experiments.Evaluations;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Tests.Runs;

public sealed class LoggedNamesTests
{
    [Theory]
    [InlineData("decode.loss_ce", "cross-entropy, main head")]
    [InlineData("aux.loss_ce", "cross-entropy, auxiliary head")]
    [InlineData("unlabeled.loss_mask_2", "mask loss, layer 3, unlabeled images")]
    [InlineData("loss_cls_stage0", "class of boxes, stage 1")]
    [InlineData("decode.acc_seg", "pixel accuracy of training batches")]
    [InlineData("my.new_term", "new term, my")]
    public void A_logged_name_is_told_in_words(string name, string words) => Assert.Equal(words, LoggedNames.Words(name));

    [Fact]
    public void A_mean_over_some_of_the_classes_says_over_how_many()
    {
        static ClassRow Row(double? f1) => new() { Name = "car", Values = new Dictionary<string, double?> { ["f1"] = f1, ["iou"] = 0.5 } };
        var kind = new KindRecord
        {
            Kind = "semantic",
            Columns = [new() { Name = "f1", IsShare = true }, new() { Name = "iou", IsShare = true }],
            Classes = [Row(0.5), Row(null), Row(null)],
        };
        Assert.Equal(" over 1 of 3 classes", MeanNote.Of(kind, "mean_f1"));
        Assert.Equal("", MeanNote.Of(kind, "mean_iou"));
        Assert.Equal("", MeanNote.Of(kind, "pixel_accuracy"));
    }
}
