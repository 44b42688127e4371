using Panoptes.Data.Classes;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.Verdicts;
using Panoptes.Imaging;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests.Examination;

public sealed class LabelDoctorTests
{
    private const int Car = 8;
    private static readonly Lazy<CamVidScene[]> Scenes = new(() =>
        [.. CamVidScene.Names("val").Where((_, i) => i % 5 == 0).Select(name => CamVidScene.Read("val", name))]);

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Labels_that_fit_are_aligned_and_pass_every_probe()
    {
        var diagnosis = Examine(scene => scene);
        Assert.True(diagnosis.Verdict == Alignment.Aligned, diagnosis.Sentence);
        Assert.False(diagnosis.IsRefused);
        Assert.True(diagnosis.Sizes.Passes);
        Assert.NotEmpty(diagnosis.Coordinates);
        Assert.All(diagnosis.Coordinates, scores => Assert.True(scores.Passes));
        Assert.Equal(Diagnosis.RoundTrips.RoundTripGate.Pass, diagnosis.RoundTrip!.Gate);
        Assert.Equal("", diagnosis.Remedy);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void A_shift_is_said_in_pixels_with_the_move_that_mends_it()
    {
        var diagnosis = Examine(scene => scene.Shifted(6, -4));
        Assert.Equal(Alignment.Misaligned, diagnosis.Verdict);
        Assert.InRange(diagnosis.Found!.Value.Dx, -7, -5);
        Assert.InRange(diagnosis.Found!.Value.Dy, 3, 5);
        Assert.Matches("lie [0-9.]+ px too far right and [0-9.]+ px too far up", diagnosis.Sentence);
        Assert.StartsWith("move them by (-", diagnosis.Remedy);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void The_center_window_blown_up_is_named_with_its_share()
    {
        var diagnosis = Examine(scene => scene.Mapped(
            480, 360, (x, y) => ((int)(90 + ((x + 0.5) * 0.625)), (int)(67.5 + ((y + 0.5) * 0.625)))));
        Assert.Equal(Alignment.Misaligned, diagnosis.Verdict);
        Assert.Equal(0.625, diagnosis.Found!.Value.Scale, 0.02);
        Assert.Contains("about the center", diagnosis.Sentence);
        Assert.Contains("px off on average", diagnosis.Sentence);
    }

    [NeedsSharedTheory(CamVidScene.Folder)]
    [InlineData(Orientation.Turned180, Alignment.Rotated)]
    [InlineData(Orientation.Turned90, Alignment.Rotated)]
    [InlineData(Orientation.Turned270, Alignment.Rotated)]
    [InlineData(Orientation.FlippedHorizontally, Alignment.Flipped)]
    [InlineData(Orientation.FlippedVertically, Alignment.Flipped)]
    public void An_image_turned_by_its_camera_and_labels_that_are_not_are_found(Orientation orientation, Alignment expected)
    {
        var diagnosis = Examine(scene => scene with { Image = Turned(scene.Image, orientation) });
        Assert.True(diagnosis.Verdict == expected, diagnosis.Sentence);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Some_turned_images_among_others_are_found_and_named()
    {
        var diagnosis = Examine((scene, i) => i % 4 == 0 ? scene with { Image = Turned(scene.Image, Orientation.Turned180) } : scene);
        Assert.True(diagnosis.Verdict == Alignment.Rotated, diagnosis.Sentence);
        Assert.Matches("^[0-9]+ of [0-9]+ label maps are turned by 180 degrees", diagnosis.Sentence);
        var wrong = Enumerable.Range(0, Scenes.Value.Length).Where(i => i % 4 == 0).Select(i => $"scene {i}");
        Assert.Empty(diagnosis.Turned.Select(image => image.Name).Except(wrong));
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Labels_exported_at_half_size_into_a_full_canvas_are_found()
    {
        var diagnosis = Examine(scene => scene.Mapped(480, 360, (x, y) => (2 * x, 2 * y)));
        Assert.True(diagnosis.Verdict == Alignment.Misaligned, diagnosis.Sentence);
        Assert.Equal(2, diagnosis.Found!.Value.Scale, 0.02);
        Assert.Contains("50 % of the width and height about the top left corner", diagnosis.Sentence);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Labels_of_half_the_size_that_show_the_whole_scene_are_fine()
    {
        var diagnosis = Examine(scene => scene.Mapped(240, 180, (x, y) => (2 * x, 2 * y)));
        Assert.True(diagnosis.Verdict == Alignment.Aligned, diagnosis.Sentence);
        Assert.Equal(0.5, diagnosis.Sizes.Scales[0].Scale);
    }

    [NeedsSharedTheory(CamVidScene.Folder)]
    [InlineData(1, "next")]
    [InlineData(-1, "previous")]
    public void Lists_that_are_off_by_one_are_named(int step, string expected)
    {
        var all = Scenes.Value;
        var diagnosis = Examine((scene, i) => scene with { Labels = all[(i + step + all.Length) % all.Length].Labels });
        Assert.True(diagnosis.Verdict == Alignment.Unrelated, diagnosis.Sentence);
        Assert.Equal(step, diagnosis.Order);
        Assert.Contains($"belongs to the {expected} image", diagnosis.Sentence);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void One_class_whose_polygons_are_shifted_is_named()
    {
        var diagnosis = Examine(scene => ShiftClass(scene, Car, 7, 3));
        Assert.True(diagnosis.Verdict == Alignment.Misaligned, diagnosis.Sentence);
        var offset = Assert.Single(diagnosis.Classes);
        Assert.Equal(Car, offset.Class);
        Assert.InRange(offset.Placement.Dx, -8, -6);
        Assert.InRange(offset.Placement.Dy, -4, -2);
        Assert.Contains("\"Car\"", diagnosis.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Labels_of_other_images_are_unrelated()
    {
        var all = Scenes.Value;
        var diagnosis = Examine((scene, i) => scene with { Labels = all[(i + 7) % all.Length].Labels });
        Assert.True(diagnosis.Verdict == Alignment.Unrelated, diagnosis.Sentence);
        Assert.Equal(0, diagnosis.Order);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void The_same_diagnosis_comes_out_every_time() =>
        Assert.Equal(DiagnosisJson.Text(Examine(scene => scene.Shifted(3, 3))), DiagnosisJson.Text(Examine(scene => scene.Shifted(3, 3))));

    internal static CamVidScene ShiftClass(CamVidScene scene, int id, int dx, int dy)
    {
        var moved = new Plane<int>(
            scene.Labels.Width, scene.Labels.Height, [.. scene.Labels.Pixels.Select(other => other == id ? -1 : other)]);
        for (var y = 0; y < moved.Height; y++)
        {
            for (var x = 0; x < moved.Width; x++)
            {
                var (sx, sy) = (x - dx, y - dy);
                if (sx >= 0 && sy >= 0 && sx < moved.Width && sy < moved.Height && scene.Labels[sx, sy] == id)
                {
                    moved[x, y] = id;
                }
            }
        }

        return scene with { Labels = moved };
    }

    internal static RgbImage Turned(RgbImage image, Orientation orientation)
    {
        var swaps = Orientations.Quarter.Contains(orientation);
        var turned = swaps ? new RgbImage(image.Height, image.Width) : new RgbImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (u, v) = Orientations.Map(orientation, (x + 0.5) / image.Width, (y + 0.5) / image.Height);
                image.Row(y).Slice(3 * x, 3).CopyTo(turned.Row((int)(v * turned.Height))[(3 * (int)(u * turned.Width))..]);
            }
        }

        return turned;
    }

    private static LabelDiagnosis Examine(Func<CamVidScene, CamVidScene> change) => Examine((scene, _) => change(scene));

    private static LabelDiagnosis Examine(Func<CamVidScene, int, CamVidScene> change) => LabelDoctor.Examine(
        new SceneDataset(BuiltInClassTables.CamVid11, [.. Scenes.Value.Select(change)]), new DoctorOptions { RoundTrips = 1 });
}
