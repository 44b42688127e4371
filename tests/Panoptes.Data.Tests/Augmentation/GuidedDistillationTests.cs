using System.Text.Json;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Augmentation;

/// <summary>The published augmentation of guided distillation, written as settings.</summary>
public sealed class GuidedDistillationTests
{
    private const string Fixture = "parity/detection/guided_distillation_settings.json";
    private const int Draws = 20000;

    private static readonly StrongConfig Strong = new()
    {
        Steps = [StrongStep.Jitter, StrongStep.Gray, StrongStep.Blur],
        JitterProbability = 0.8,
        BlurProbability = 0.5,
        BlurRadius = null,
    };

    private static readonly AugmentationConfig Cityscapes = new()
    {
        Resize = ResizeKind.ShortSide,
        ShortSides = [512, 614, 716, 819, 921, 1024, 1126, 1228, 1331, 1433, 1536, 1638, 1740, 1843, 1945, 2048],
        LongSideMax = 4096,
        Crop = [512, 1024],
        CatMaxRatio = 1,
        ColorJitter = new() { HueIncludesBoth = true },
        Strong = Strong,
    };

    private static readonly AugmentationConfig Coco = new()
    {
        Resize = ResizeKind.Jitter,
        ResizeMin = 0.1,
        ResizeMax = 2,
        Crop = [1024, 1024],
        CatMaxRatio = 1,
        PadColor = [128, 128, 128],
        Photometric = false,
        Strong = Strong,
    };

    [NeedsSharedFact(Fixture)]
    public void The_settings_are_those_of_the_released_code()
    {
        Cityscapes.Check();
        Coco.Check();
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFiles.Path(Fixture)!));
        var root = json.RootElement;
        var steps = root.GetProperty("strong").EnumerateArray().ToArray();
        Assert.Equal(["ColorJitter", "RandomGrayscale", "GaussianBlur"], steps.Select(step => step.GetProperty("op").GetString()!));
        var distortion = StrongDistortion.GuidedDistillation;
        Assert.Equal(
            [distortion.JitterProbability, distortion.GrayProbability, distortion.BlurProbability],
            steps.Select(step => step.GetProperty("p").GetDouble()));
        Assert.Equal(Numbers(steps[0], "brightness"), [1 - distortion.Brightness, 1 + distortion.Brightness]);
        Assert.Equal(Numbers(steps[0], "contrast"), [1 - distortion.Contrast, 1 + distortion.Contrast]);
        Assert.Equal(Numbers(steps[0], "saturation"), [1 - distortion.Saturation, 1 + distortion.Saturation]);
        Assert.Equal(Numbers(steps[0], "hue"), [-distortion.Hue, distortion.Hue]);
        Assert.Equal(Numbers(steps[2], "sigma"), [distortion.SigmaLow, distortion.SigmaHigh]);
        Assert.Null(distortion.BlurRadius);

        var weak = root.GetProperty("weak_cityscapes");
        Assert.Equal(Numbers(weak, "min_size_train"), Cityscapes.ShortSides.Select(side => (double)side));
        Assert.Equal(weak.GetProperty("max_size_train").GetInt32(), Cityscapes.LongSideMax);
        Assert.Equal([.. weak.GetProperty("crop")[1].EnumerateArray().Select(one => one.GetInt32())], Cityscapes.Crop);
        Assert.True(weak.GetProperty("color_aug_ssd").GetBoolean() && Cityscapes.Photometric);
        var ssd = root.GetProperty("color_aug_ssd");
        var jitter = Cityscapes.ColorJitter;
        Assert.Equal(ssd.GetProperty("brightness_delta").GetDouble(), jitter.Brightness);
        Assert.Equal(Numbers(ssd, "contrast"), [jitter.ContrastMin, jitter.ContrastMax]);
        Assert.Equal(Numbers(ssd, "saturation"), [jitter.SaturationMin, jitter.SaturationMax]);
        Assert.Equal(ssd.GetProperty("hue_delta").GetInt32(), jitter.Hue);

        var coco = root.GetProperty("weak_coco");
        var size = coco.GetProperty("image_size").GetInt32();
        Assert.Equal([size, size], Coco.Crop);
        Assert.Equal(coco.GetProperty("min_scale").GetDouble(), Coco.ResizeMin);
        Assert.Equal(coco.GetProperty("max_scale").GetDouble(), Coco.ResizeMax);
        Assert.Equal((0.5, 0.5), (Cityscapes.Flip, Coco.Flip));
    }

    [Fact]
    public void Settings_describe_what_the_library_calls_by_that_name()
    {
        var (settings, named) = (Strong.Distortion(), StrongDistortion.GuidedDistillation);
        Assert.Equal(named.Steps, settings.Steps);
        Assert.Equal(named with { Steps = settings.Steps, Erasings = settings.Erasings }, settings);
    }

    [Fact]
    public void Draws_obey_probabilities_and_ranges_and_come_in_every_order()
    {
        var distortion = Strong.Distortion();
        var plans = Enumerable.Range(0, Draws).Select(seed => distortion.Draw(new SeededDraws(new SeededRandom(seed, 11)))).ToList();
        AssertAmounts(plans, ImageChangeKind.Brightness, .8, .6, 1.4);
        AssertAmounts(plans, ImageChangeKind.Contrast, .8, .6, 1.4);
        AssertAmounts(plans, ImageChangeKind.Saturation, .8, .6, 1.4);
        AssertAmounts(plans, ImageChangeKind.Hue, .8, -.1, .1);
        AssertAmounts(plans, ImageChangeKind.Blur, .5, .1, 2);
        Assert.InRange(plans.Count(plan => plan.Changes.Any(change => change.Kind == ImageChangeKind.Gray)) / (double)Draws, .19, .21);
        var orders = plans.Where(plan => plan.Changes.Count > 3)
            .CountBy(plan => string.Join(' ', plan.Changes.Take(4).Select(change => change.Kind))).ToList();
        Assert.Equal(24, orders.Count);
        Assert.All(orders, order => Assert.InRange(order.Value, 540, 800));
        Assert.All(plans, plan => Assert.Equal(
            plan.Changes.Select(change => Rank(change.Kind)).Order(), plan.Changes.Select(change => Rank(change.Kind))));
    }

    [Fact]
    public void Short_sides_are_drawn_evenly_below_the_limit_of_the_long_side()
    {
        var whole = new TrainTransform(Cityscapes with { Crop = [] });
        var counts = Enumerable.Range(0, 3200).Select(seed => whole.DrawGeometry(2048, 1024, null, new SeededRandom(seed)))
            .CountBy(geometry => (geometry.Width, geometry.Height)).ToList();
        Assert.Equal(Cityscapes.ShortSides, counts.Select(one => one.Key.Height).Order());
        Assert.All(counts, one => Assert.Equal(2 * one.Key.Height, one.Key.Width));
        Assert.All(counts, one => Assert.InRange(one.Value, 140, 265));
    }

    [Theory]
    [InlineData(ResizeKind.Jitter, null, true)]
    [InlineData(ResizeKind.Jitter, false, false)]
    [InlineData(ResizeKind.Fit, null, false)]
    [InlineData(ResizeKind.Fit, true, true)]
    public void One_draw_or_two_place_a_crop(ResizeKind kind, bool? correlated, bool onDiagonal)
    {
        var transform = new TrainTransform(Coco with { Resize = kind, ResizeMin = 2, CropCorrelated = correlated });
        var apart = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            // Of 2048 pixels a crop shows 1024; where it lies is counted in the image as it is seen, flipped or not.
            var geometry = transform.DrawGeometry(1000, 1000, null, new SeededRandom(seed));
            var left = geometry.MirrorX ? 1024 - geometry.OriginX : geometry.OriginX;
            apart += Math.Abs(left - geometry.OriginY) > 1.5 ? 1 : 0;
        }

        Assert.True(onDiagonal ? apart == 0 : apart > 80, $"{apart} of 100 lie off the diagonal");
    }

    [Fact]
    public void Settings_of_erasing_out_of_range_name_their_key()
    {
        (EraseConfig Erase, string Key)[] wrong =
        [
            (new() { Probability = 2 }, "erase[1].probability"),
            (new() { Area = [.3, .2] }, "erase[1].area"),
            (new() { Area = [.3, 1.2] }, "erase[1].area"),
            (new() { Aspect = [0, 2] }, "erase[1].aspect"),
        ];
        foreach (var (erase, key) in wrong)
        {
            var config = Coco with { Strong = Strong with { Erase = [new(), erase] } };
            Assert.Contains($"augmentation.strong.{key}", Assert.Throws<InputException>(config.Check).Message, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<double> Numbers(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static int Rank(ImageChangeKind kind) => kind switch
    {
        ImageChangeKind.Gray => 1,
        ImageChangeKind.Blur => 2,
        _ => 0,
    };

    private static void AssertAmounts(List<StrongPlan> plans, ImageChangeKind kind, double probability, double low, double high)
    {
        var amounts = plans.SelectMany(plan => plan.Changes).Where(change => change.Kind == kind).Select(change => change.Amount).ToList();
        Assert.InRange(amounts.Count / (double)plans.Count, probability - .015, probability + .015);
        var margin = (high - low) * .01;
        Assert.InRange(amounts.Min(), low, low + margin);
        Assert.InRange(amounts.Max(), high - margin, high);
        Assert.InRange(amounts.Average(), ((low + high) / 2) - margin, ((low + high) / 2) + margin);
    }
}
