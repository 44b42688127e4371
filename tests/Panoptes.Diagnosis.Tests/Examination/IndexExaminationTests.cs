using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Diagnosis.Examination;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests.Examination;

public sealed class IndexExaminationTests
{
    private const int Count = 8;
    private const int Flipped = 2;

    [NeedsSharedFact(CamVidScene.Folder)]
    public void A_sample_whose_labels_are_flipped_is_doubted_more_than_the_others_and_a_broken_one_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        ClassTableFile.Write(folder["classes.json"], BuiltInClassTables.CamVid11);
        string[] names = [.. CamVidScene.Names("val").Where((_, i) => i % 12 == 0).Take(Count)];
        foreach (var (place, name) in names.Index())
        {
            folder.Write($"train/images/{name}.jpg", File.ReadAllBytes(SharedFiles.Path($"{CamVidScene.Folder}/val/images/{name}.jpg")!));
            var labels = PngFile.ReadLabels<byte>(SharedFiles.Path($"{CamVidScene.Folder}/val/labels/{name}.png")!);
            PngFile.WriteGray(folder.NewFile($"train/labels/{name}.png"), place == Flipped ? Mirrored(labels) : labels);
        }

        folder.Write($"train/labels/{names[0]}.png", "no labels");
        var index = DataIndex.Open(new DataConfig { Root = folder.Path }, new DataIndexOptions { Folder = folder["index"] });
        var said = IndexExamination.Of(index, 100);

        Assert.Contains($"the doctor looked at {Count - 1} samples of train", Assert.Single(said.Notes));
        Assert.Contains(said.Findings[Flipped], found => found.Kind == FindingKinds.Misplaced);
        Assert.True(said.Findings.Count(found => found.Count > 0) <= 3, string.Join('\n', said.Findings.SelectMany(found => found)));
        Assert.Empty(said.Findings[0]);
    }

    private static Plane<byte> Mirrored(Plane<byte> labels)
    {
        var mirrored = new Plane<byte>(labels.Width, labels.Height);
        for (var i = 0; i < labels.Pixels.Length; i++)
        {
            mirrored.Pixels[i] = labels[labels.Width - 1 - (i % labels.Width), i / labels.Width];
        }

        return mirrored;
    }
}
