using FsCheck;
using FsCheck.Fluent;
using Panoptes.Training.Supervision.Teachers.Agreement;

namespace Panoptes.Training.Tests.Teachers.Agreement;

public sealed class FoundLabelsTests
{
    [Fact]
    public void The_surest_prediction_takes_the_label_and_one_of_another_class_finds_it_all_the_same()
    {
        double[,] iou = { { .9, .6, 0 }, { .2, .5, .49 } };
        var counts = FoundLabels.Count([3, 4], [(3, .2), (7, .8), (4, .9)], (label, one) => iou[label, one]);
        // The third misses both, the second takes the first label, the first finds it taken.
        Assert.Equal(new LabelAgreement(2, 1, 1, 0, 1, .6), counts);
    }

    [Fact]
    public void An_overlap_of_exactly_half_is_enough() =>
        Assert.Equal(new LabelAgreement(1, 1, 1, 1, 1, .5), FoundLabels.Count([0], [(0, 1)], (_, _) => .5));

    [Fact]
    public void Nothing_is_found_where_nothing_is_said() =>
        Assert.Equal(new LabelAgreement(2, 0, 0, 0, 0, 0), FoundLabels.Count([0, 1], [], (_, _) => 1));

    [Fact]
    public void Counts_are_bounded_and_do_not_depend_on_the_order_of_predictions() => Prop.ForAll(
        Gen.Choose(0, 6).SelectMany(labels => Gen.Choose(0, 6).SelectMany(said => Gen.Choose(1, 1 << 20)
            .Select(seed => (labels, said, seed)))).ToArbitrary(),
        scene =>
        {
            var random = new Random(scene.seed);
            var iou = Enumerable.Range(0, scene.labels * scene.said).Select(_ => random.NextDouble()).ToArray();
            int[] labels = [.. Enumerable.Range(0, scene.labels).Select(_ => random.Next(3))];
            (int Class, double Score)[] said = [.. Enumerable.Range(0, scene.said).Select(_ => (random.Next(3), random.NextDouble()))];
            int[] order = [.. Enumerable.Range(0, scene.said)];
            random.Shuffle(order);
            var counts = FoundLabels.Count(labels, said, (label, one) => iou[(label * scene.said) + one]);
            Assert.Equal(counts, FoundLabels.Count(
                labels, [.. order.Select(place => said[place])], (label, one) => iou[(label * scene.said) + order[one]]));
            Assert.InRange(counts.Found, 0, Math.Min(scene.labels, scene.said));
            Assert.InRange(counts.Overlap, FoundLabels.LeastIoU * counts.Found, counts.Found);
            Assert.InRange(counts.SameClass, 0, counts.Found);
        }).QuickCheckThrowOnFailure();
}
