using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Training.Configuration;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Draws what a training shows its networks, from its own loader and draws, without any network: the first images of the stream that a
/// teacher labels, as teacher and student see them, or of the labeled one where there is no teacher.
/// </summary>
public static class TrainedViews
{
    private const int Columns = 4;
    private const int CellWidth = 320;
    private const int TitleScale = 2;
    private const int TitleRoom = 10;
    private static readonly Rgb Background = new(32, 32, 36);
    private static readonly Rgb Text = new(230, 230, 230);

    /// <summary>The contact sheet of a configuration: all views of an image beside each other.</summary>
    /// <param name="config">The run; with the same seed and data, another one has the same images and draws.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="images">How many images, 1 to 64.</param>
    /// <exception cref="InputException">The data cannot be read, or the count is out of range.</exception>
    public static RgbImage Sheet(RunConfig config, string title, int images)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(title);
        Require.Within("images", images, 1, 64);
        var (tiles, views) = Tiles(config, images);
        var width = Math.Min(CellWidth, tiles.Max(tile => tile.Image.Width));
        var sheet = ContactSheet.Arrange(tiles, Math.Max(1, Columns / views) * views, width);
        var band = (TextPainter.CellHeight * TitleScale) + TitleRoom;
        var whole = Shapes.Blank(sheet.Width, sheet.Height + band, Background);
        var line = TextPainter.Shorten(title, sheet.Width - TitleRoom, TitleScale);
        TextPainter.Draw(whole, TitleRoom / 2, TitleRoom / 2, line, Text, TitleScale);
        Shapes.Paste(whole, 0, band, sheet);
        return whole;
    }

    /// <summary>The views of the first images, image by image, and how many views each has.</summary>
    internal static (IReadOnlyList<ContactTile> Tiles, int Views) Tiles(RunConfig config, int images)
    {
        var stage = StagePlan.Of(config).Select(stage => stage.Config).Reverse().OrderByDescending(IsTaught).First();
        var name = StreamOf(stage);
        var stream = RunData.StreamsOf(stage).First(entry => entry.Name == name).Stream;
        var splits = new StreamSamples(stage.Data, Datasets.Open(stage.Data, stage.Data.TrainSplit));
        var samples = CorruptedDataset.Of(splits.Open(name, stream), stream.Corruption);
        var augmentation = Pasting(StageStreams.Varied(stage, stream, IsTaught(stage)), samples, IsTaught(stage));
        var sampling = new StreamSampling(stage).Open(name, stream, samples);
        var teacher = stage.Train.Teacher;
        var looksAtBatches = IsTaught(stage) && teacher.View == TeacherView.Weak;
        using var loader = new BatchLoader(
            samples, augmentation, stage.Loader with { Workers = 0 }, sampling.DrawsPairs ? images + (images % 2) : images,
            SampleStream.Salted(stage.Train.Seed, name), parts: PartsOf(samples, augmentation), sampling: sampling,
            views: looksAtBatches ? new BatchViews(Weak: true, teacher.StrongViews) : null);
        using var batch = loader.Take(0);
        var tiles = new List<ContactTile>();
        for (var n = 0; n < images; n++)
        {
            var sample = batch.Samples[n];
            if (IsTaught(stage))
            {
                tiles.Add(new ContactTile(
                    looksAtBatches ? batch.Picture(n, augmentation, BatchViews.WeakView) : samples.Load(sample.Index).Image,
                    $"teacher: {sample.Name}"));
            }

            tiles.AddRange(Enumerable.Range(0, looksAtBatches ? teacher.StrongViews : 1).Select(view => new ContactTile(
                batch.Picture(n, augmentation, BatchViews.StrongView(view)), IsTaught(stage) ? $"student: {sample.Name}" : sample.Name)));
        }

        return (tiles, tiles.Count / images);
    }

    private static bool IsTaught(RunConfig config) => TeacherOf(config) is not null;

    private static SupervisorConfig? TeacherOf(RunConfig config) =>
        config.Train.Supervisors.FirstOrDefault(supervisor => supervisor is { Kind: SupervisorConfig.Teacher, Weight: > 0 });

    private static string StreamOf(RunConfig config) =>
        (TeacherOf(config) ?? (config.Train.Supervisors is [var first, ..] ? first : null))?.Stream ?? SampleStream.Labeled;

    // What a network has found is not known here: labeled objects stand for it, as in the first steps; without labels nothing is pasted.
    private static AugmentationConfig Pasting(AugmentationConfig varied, IDataset samples, bool isTaught) => varied with
    {
        CopyPaste = isTaught || (samples.Available & (SampleParts.Segments | SampleParts.Instances)) == 0 || varied.CopyPaste is null
            ? null : varied.CopyPaste with { Source = CopyPasteSource.Labels },
    };

    private static SampleParts PartsOf(IDataset samples, AugmentationConfig augmentation) => augmentation.CopyPaste is null
        ? SampleParts.Image
        : SampleParts.Image | (samples.Available & (SampleParts.Labels | SampleParts.Segments | SampleParts.Instances));
}
