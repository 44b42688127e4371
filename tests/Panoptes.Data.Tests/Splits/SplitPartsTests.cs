using Panoptes.Data.Sampling;
using Panoptes.Data.Splits;
using Panoptes.Data.Tests.Sampling;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Splits;

public sealed class SplitPartsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("0.1", 118287, 118)]
    [InlineData("0.4", 118287, 473)]
    [InlineData("1", 118287, 1182)]
    [InlineData("5", 118287, 5914)]
    [InlineData("30", 118287, 35486)]
    [InlineData("5", 2975, 148)]
    [InlineData("100", 3, 3)]
    public void Percents_are_rounded_down_to_whole_images(string percent, int all, int count) => Assert.Equal(
        count, SplitSize.OfPercent(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)).Of(all));

    [Fact]
    public void What_a_seed_chooses_is_the_same_on_every_machine()
    {
        var data = new NamedSegments([.. Enumerable.Range(0, 20).Select(i => $"{i:d2}")], [.. Enumerable.Repeat(NamedSegments.Of(), 20)]);
        var options = new SplitOptions { Sizes = [SplitSize.OfImages(4)], Seed = 7 };
        Assert.Equal("01 05 12 16", string.Join(' ', Choose(data, options).Parts[0].Names));
        Assert.NotEqual(Choose(data, options).Parts[0].Names, Choose(data, options with { Seed = 8 }).Parts[0].Names);
    }

    [Theory]
    [InlineData(SplitStratify.None, 0)]
    [InlineData(SplitStratify.City, 0)]
    [InlineData(SplitStratify.Class, 0)]
    [InlineData(SplitStratify.None, 2)]
    [InlineData(SplitStratify.City, 1)]
    [InlineData(SplitStratify.Class, 2)]
    public void Nested_parts_lie_within_each_other_and_have_the_size_and_the_classes_asked_for(SplitStratify stratify, int least)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var parts = Choose(90, new SplitOptions
            {
                Sizes = [SplitSize.OfPercent(40), SplitSize.OfImages(15), SplitSize.OfPercent(60)],
                Seed = seed,
                IsNested = true,
                Stratify = stratify,
                MinPerClass = least,
            });
            Assert.Equal([36, 15, 54], parts.Parts.Select(part => part.Names.Count));
            Assert.Subset(parts.Parts[0].Names.ToHashSet(), parts.Parts[1].Names.ToHashSet());
            Assert.Subset(parts.Parts[2].Names.ToHashSet(), parts.Parts[0].Names.ToHashSet());
            Assert.All(parts.Parts.SelectMany(part => part.Classes), entry => Assert.InRange(entry.Images, least, entry.OfImages));
            Assert.All(parts.Parts, part => Assert.Equal(part.Names.Order(StringComparer.Ordinal), part.Names));
        }
    }

    [Fact]
    public void Cities_have_their_share_to_within_an_image()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var data = NamedSegments.Random(seed, 90);
            var all = Enumerable.Range(0, 90).Select(i => data.Files(i).Name.Split('/')[0]).ToLookup(city => city);
            var options = new SplitOptions { Sizes = [SplitSize.OfImages(30)], Seed = seed, Stratify = SplitStratify.City };
            var part = Choose(data, options).Parts[0];
            Assert.All(all, city => Assert.InRange(
                part.Names.Count(name => name.StartsWith(city.Key, StringComparison.Ordinal)) - (city.Count() / 3.0), -1, 1));
        }
    }

    [Fact]
    public void Classes_have_their_share_more_nearly_than_by_chance()
    {
        double Miss(SplitStratify stratify) => Enumerable.Range(0, 20).Sum(seed => Choose(
                NamedSegments.Random(seed, 120), new SplitOptions { Sizes = [SplitSize.OfPercent(25)], Seed = seed, Stratify = stratify })
            .Parts[0].Classes.Sum(entry => Math.Abs(entry.Images - (entry.OfImages / 4.0))));
        Assert.InRange(Miss(SplitStratify.Class), 0, 0.4 * Miss(SplitStratify.None));
    }

    [Fact]
    public void Objects_are_counted_and_groups_are_not()
    {
        var car = new MadeUpSegment(MadeUpSegments.Car, new PixelRectangle(0, 0, 1, 1));
        var data = new NamedSegments(["a", "b"], [
            [car, car with { Box = new PixelRectangle(2, 0, 3, 1) }, new MadeUpSegment(MadeUpSegments.Sky, new PixelRectangle(0, 4, 2, 6))],
            [car with { IsCrowd = true }]]);
        var classes = Choose(data, new SplitOptions { Sizes = [SplitSize.OfImages(2)] }).Parts[0].Classes;
        Assert.Equal(new SplitClass("car", 1, 1, 2, 2), classes[MadeUpSegments.Car]);
        Assert.Equal(new SplitClass("sky", 1, 1, 0, 0), classes[MadeUpSegments.Sky]);
    }

    [Fact]
    public void Impossible_wishes_are_refused_with_what_is_possible()
    {
        string Error(SplitOptions options) => Assert.Throws<InputException>(() => Choose(30, options)).Message;
        Assert.Contains("at most 30, the images there are", Error(new SplitOptions { Sizes = [SplitSize.OfImages(31)] }));
        Assert.Contains("at least one image of 30", Error(new SplitOptions { Sizes = [SplitSize.OfPercent(1)] }));
        Assert.Contains("--min-per-class: found 31", Error(new SplitOptions { Sizes = [SplitSize.OfImages(3)], MinPerClass = 31 }));
        Assert.Contains(
            "which this seed takes to have every class", Error(new SplitOptions { Sizes = [SplitSize.OfImages(1)], MinPerClass = 3 }));
        Assert.Contains("--percent", Assert.Throws<InputException>(() => SplitSize.OfPercent(101)).Message);
        Assert.Contains("--percent", Assert.Throws<InputException>(() => SplitSize.OfPercent(0)).Message);
        var unlabeled = new NamedSegments(["a", "b"], [[], []]) { Available = Panoptes.Data.Samples.SampleParts.Image };
        Assert.Contains("images without labels", Assert.Throws<InputException>(
            () => Choose(unlabeled, new SplitOptions { Sizes = [SplitSize.OfImages(1)], MinPerClass = 1 })).Message);
        Assert.Single(Choose(unlabeled, new SplitOptions { Sizes = [SplitSize.OfImages(1)] }).Parts[0].Names);
    }

    [Fact]
    public void A_list_reads_as_what_was_chosen_and_its_manifest_has_its_hash()
    {
        var data = NamedSegments.Random(1, 30);
        var parts = Choose(data, new SplitOptions { Sizes = [SplitSize.OfPercent(10)] });
        var list = Assert.Single(SplitFiles.Write(parts, "train", folder["out"], new OutputPlan("split"), force: false));
        Assert.Equal(folder["out/train_10percent.txt"], list);
        var found = new SampleNames(data).Find(SampleListFile.Read(list));
        Assert.Equal(parts.Parts[0].Names, found.Select(i => data.Files(i).Name));
        var manifest = File.ReadAllText(folder["out/train_10percent.json"]);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(list)));
        Assert.Contains($"\"list_sha256\": \"{hash}\"", manifest);
        Assert.Contains("\"stratify\": \"none\"", manifest);
    }

    [Fact]
    public void Another_choice_never_replaces_a_list_unasked()
    {
        var (one, other) = (Choose(30, new SplitOptions { Sizes = [SplitSize.OfImages(5)] }),
            Choose(30, new SplitOptions { Sizes = [SplitSize.OfImages(5)], Seed = 1 }));
        SplitFiles.Write(one, "train", folder["out"], new OutputPlan("split"), force: false);
        SplitFiles.Write(one, "train", folder["out"], new OutputPlan("split"), force: false);
        var before = File.ReadAllText(folder["out/train_5images.txt"]);
        Assert.Contains("another choice", Assert.Throws<InputException>(
            () => SplitFiles.Write(other, "train", folder["out"], new OutputPlan("split"), force: false)).Message);
        Assert.Equal(before, File.ReadAllText(folder["out/train_5images.txt"]));
        SplitFiles.Write(other, "train", folder["out"], new OutputPlan("split", force: true), force: true);
        Assert.NotEqual(before, File.ReadAllText(folder["out/train_5images.txt"]));
    }

    private SplitParts Choose(int images, SplitOptions options) => Choose(NamedSegments.Random(3, images), options);

    private SplitParts Choose(NamedSegments data, SplitOptions options) =>
        SplitParts.Choose(data, options, new SegmentIndexStore(folder[$"index {Guid.NewGuid()}"]));
}
