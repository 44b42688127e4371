using Panoptes.Metrics.LabelQuality;
using static Panoptes.Metrics.Tests.LabelQuality.Squares;

namespace Panoptes.Metrics.Tests.LabelQuality;

public sealed class LabelDriftTests
{
    [Fact]
    public void Labels_of_the_same_class_in_the_same_place_stay()
    {
        var drift = LabelDrift.Of(
            [[Label(Car, .9, 0, 0, 10, 10), Label(Car, .9, 20, 0, 10, 10), Label(Car, .9, 40, 0, 10, 10)], [Label(Person, .9, 0, 0, 9, 9)]],
            [[Label(Car, .7, 0, 0, 10, 8), Label(Person, .9, 20, 0, 10, 10)], [Label(Person, .9, 0, 0, 9, 9)]]);
        Assert.Equal((4, 3, 2), (drift.Before, drift.After, drift.Stayed));
        Assert.Equal(.5, drift.StayedShare);
        Assert.Equal(.9, drift.Overlap, 12);
    }

    [Fact]
    public void A_label_stays_once()
    {
        var label = Label(Car, .9, 0, 0, 10, 10);
        Assert.Equal(1, LabelDrift.Of([[label]], [[label, label]]).Stayed);
        Assert.Equal(1, LabelDrift.Of([[label, label]], [[label]]).Stayed);
    }

    [Fact]
    public void Where_there_were_none_no_share_stays()
    {
        var drift = LabelDrift.Of([[]], [[Label(Car, .9, 0, 0, 10, 10)]]);
        Assert.True(double.IsNaN(drift.StayedShare) && double.IsNaN(drift.Overlap));
    }
}
