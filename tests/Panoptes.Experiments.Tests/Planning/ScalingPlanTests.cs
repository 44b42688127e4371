using Panoptes.Experiments.Planning;

namespace Panoptes.Experiments.Tests.Planning;

/// <summary>Tables of many numbers of devices, and the line that they are read from.</summary>
public sealed class ScalingPlanTests
{
    private static readonly ShareCurve Line = new([Share(2, 0.5, 100), Share(8, 1.1, 400), Share(4, 0.7, 200)]);
    private static readonly StepTraffic Traffic = new() { Buckets = [1000] };

    [Fact]
    public void What_was_measured_stays_and_the_rest_lies_on_a_line()
    {
        Assert.Equal([2, 4, 8], Line.Measured.Select(share => share.Images));
        Assert.Equal(0.7, Line.Compute(4).Total, 12);
        Assert.Equal((0.7 + 1.1) / 2, Line.Compute(6).Total, 12);
        Assert.Equal(1.1 + (8 * 0.1), Line.Compute(16).Total, 12);
        Assert.Equal(0.4, Line.Compute(1).Total, 12);
        Assert.Equal(300, Line.Peak(6), 9);
        Assert.True(Line.IsMeasured(8) && !Line.IsMeasured(6));
    }

    [Fact]
    public void Noise_makes_no_step_cheaper_than_a_part_of_a_smaller_one()
    {
        var falling = new ShareCurve([Share(2, 1, 100), Share(4, 0.5, 90)]);
        Assert.Equal(0.5, falling.Compute(8).Total, 12);
        Assert.InRange(falling.Compute(1).Total, 0.5, 1);
        Assert.InRange(new ShareCurve([Share(2, 0.5, 1), Share(4, 2, 1)]).Compute(1).Total, 0.25, 0.5);
        Assert.Equal(2, new ShareCurve([Share(2, 1, 100)]).Compute(4).Total, 12);
    }

    [Fact]
    public void A_perfect_link_keeps_all_of_the_efficiency()
    {
        var plan = new ScalingPlan(Line, Traffic, new Link(1e15, 0));
        Assert.All(plan.Weak(4, ScalingPlan.Usual), row => Assert.Equal(1, row.Efficiency, 6));
        Assert.Equal([1, 2, 4, 8], plan.Strong(8, ScalingPlan.Usual).Select(row => row.Step.Devices));
        Assert.Equal(1.1 / 2 / 0.7, plan.Strong(8, [2])[0].Efficiency, 6);
        Assert.Equal(8, plan.Strong(8, [4])[0].Images);
        Assert.Equal(8 / 0.5, plan.Strong(8, [4])[0].ImagesPerSecond, 3);
    }

    [Fact]
    public void A_poor_link_loses_more_the_more_there_are()
    {
        var rows = new ScalingPlan(Line, Traffic, new Link(1e4, 1e-2)).Weak(4, ScalingPlan.Usual);
        Assert.Equal(1, rows[0].Efficiency, 12);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second.Efficiency < pair.First.Efficiency));
    }

    [Fact]
    public void Buckets_take_memory_where_there_are_several_devices()
    {
        var rows = new ScalingPlan(Line, Traffic, new Link(1e9, 0)).Weak(4, [1, 2]);
        Assert.Equal([200, 1200], rows.Select(row => row.PeakBytes));
        Assert.Equal(600, new DeviceMemory(100, 200, 300).Activations(1200));
        Assert.Equal(0, new DeviceMemory(100, 200, 300).Activations(1));
    }

    [Fact]
    public void Passes_of_a_step_count_their_images()
    {
        var plan = new ScalingPlan(Line, Traffic with { BackwardPasses = 3 }, new Link(1e15, 0));
        Assert.Equal((24, 1), (plan.Weak(4, [2])[0].Images, Math.Round(plan.Weak(4, [2])[0].Efficiency, 6)));
    }

    private static MeasuredShare Share(int images, double seconds, double peak) =>
        new(images, new ComputeTime(seconds / 2, seconds / 4, seconds / 4), 0, peak);
}
