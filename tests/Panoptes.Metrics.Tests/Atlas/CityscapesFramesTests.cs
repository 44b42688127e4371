using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Atlas;

/// <summary>A frame of road with a car at the left and one at the right, and the hood of the own car below.</summary>
public sealed class CityscapesFramesTests : IDisposable
{
    private const int Road = 7;
    private const int Car = 26;
    private const int EgoVehicle = 1;
    private readonly TemporaryFolder folder = new();

    public CityscapesFramesTests()
    {
        PngFile.WriteGray(folder.NewFile("gtFine/val/ulm/ulm_000000_000001_gtFine_labelIds.png"), Map<byte>(Road, Car, Car, EgoVehicle));
        PngFile.WriteGray(
            folder.NewFile("gtFine/val/ulm/ulm_000000_000001_gtFine_instanceIds.png"), Map<ushort>(Road, 26000, 26001, EgoVehicle));
        folder.Write("gtFine/val/ulm/ulm_000000_000001_gtFine_color.png", "not read");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Label_ids_are_found_by_their_names_and_what_is_not_evaluated_has_no_truth()
    {
        PngFile.WriteGray(folder.NewFile("pixel/ulm_000000_000001_pred.png"), Map<byte>(Road, Car, Road, Road));
        var frames = SemanticFrames.OfCityscapes(folder["gtFine"], folder["pixel"]);
        Assert.Equal(19, frames.Classes.Count);
        Assert.Equal("ulm_000000_000001", frames.Read(0).Name);
        var report = ErrorAtlas.Make(frames, "x");
        Assert.Equal("car", report.Classes[Assert.Single(report.Findings, one => one.Error.Kind == SegmentFate.Missed).Class].Name);
        Assert.Equal(0, report.Errors(SegmentFate.Invented));

        PngFile.WriteGray(folder["pixel/ulm_000000_000001_pred.png"], Map<byte>(Road, 200, Road, Road));
        Assert.Contains("label 200", Assert.Throws<InputException>(() => frames.Read(0)).Message);
    }

    [Fact]
    public void Listed_masks_are_read_with_their_scores_and_those_on_ignored_labels_are_ignored()
    {
        PngFile.WriteGray(folder.NewFile("instance/a.png"), Map<byte>(0, 255, 0, 0));
        PngFile.WriteGray(folder.NewFile("instance/b.png"), Map<byte>(0, 0, 0, 255));
        folder.Write("instance/ulm_000000_000001_pred.txt", $"a.png {Car} 0.9\nb.png {Car} 0.8\n");
        var frames = CityscapesInstanceFrames.Open(folder["gtFine"], folder["instance"], 0.5, 2);
        var report = ErrorAtlas.Make(frames, "x");
        Assert.Equal(1, report.Errors(SegmentFate.Missed));
        Assert.Equal(0, report.Errors(SegmentFate.Invented));
        var all = report.Scores[0];
        Assert.Equal((2L, 1), (all.Truths, all.Detections));
        Assert.Contains("from a score of 0.5 on", report.Remarks[0]);
    }

    private static Plane<T> Map<T>(T ground, T left, T right, T below)
        where T : unmanaged
    {
        var map = new Plane<T>(64, 48);
        map.Pixels.AsSpan().Fill(ground);
        for (var y = 8; y < 28; y++)
        {
            map.Row(y)[4..24].Fill(left);
            map.Row(y)[40..60].Fill(right);
        }

        for (var y = 40; y < 48; y++)
        {
            map.Row(y).Fill(below);
        }

        return map;
    }
}
