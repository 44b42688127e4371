using Panoptes.Data.Configuration;
using Panoptes.Data.Synthetic;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Opinions;
using Panoptes.Diagnosis.Sheets;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Reports.Diagnoses;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Diagnoses;

public sealed class DoctorPageTests
{
    [Fact]
    public void A_page_says_the_verdict_and_shows_samples_after_all_transforms_and_offsets()
    {
        using var folder = new TemporaryFolder();
        var dataset = new SyntheticDataset(new SyntheticScenes(256, 128, seed: 3), 8);
        var augmentation = new AugmentationConfig { Crop = [96, 160] };
        var diagnosis = LabelDoctor.Examine(
            dataset, new DoctorOptions { Augmentation = augmentation, Images = 8, MostImages = 8, RoundTrips = 1, Offsets = true });
        var sheet = TransformedSheet.Draw(dataset, augmentation, 1, 2);
        var offsets = OffsetPictures.Draw(dataset, diagnosis.Places, diagnosis.Offsets, 2);
        var opinion = new SecondOpinion("runs/<other>", [new LabelOpinion("scene 3", 0.25, 0.5)]);
        DoctorPage.Write(new DoctorReport(diagnosis, dataset.Classes, sheet, offsets, opinion), folder["page.html"]);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains(diagnosis.Verdict.ToString().ToUpperInvariant(), page);
        Assert.Contains("id=\"sheet\"", page);
        Assert.Contains("id=\"offsets\"", page);
        Assert.Contains("runs/&lt;other&gt;", page);
        Assert.Equal(4, page.Split("data:image/jpeg").Length - 1);
        Assert.Equal(6, page.Split("data:image/png").Length - 1);
        Assert.All(dataset.Classes.Names, name => Assert.Contains(name, page));
    }

    [Fact]
    public void The_ghost_of_labels_has_their_colors_and_lies_under_their_boundaries()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(256, 128, seed: 3), 4);
        var sheet = TransformedSheet.Draw(dataset, new AugmentationConfig { ResizeMin = 1, ResizeMax = 1, Crop = [96, 160] }, 1, 2);
        Assert.All(sheet, sample =>
        {
            var ghost = PngFile.ReadRgb(sample.Layers[1].Png, "ghost");
            var colors = Enumerable.Range(0, ghost.Width * ghost.Height)
                .Select(i => (ghost.Pixels[3 * i], ghost.Pixels[(3 * i) + 1], ghost.Pixels[(3 * i) + 2])).ToHashSet();
            // At scale 1 nothing is blended: palette, void and the line.
            Assert.InRange(colors.Count, 3, dataset.Classes.Count + 2);
        });
    }
}
