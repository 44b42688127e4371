using Panoptes.Data.Loading;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Sessions;

/// <summary>The picture of the first batch of a run.</summary>
internal static class FirstBatch
{
    /// <summary>Draws it, unless the run has it already.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="folder">The run.</param>
    /// <param name="streams">The streams of its first stage; the first is drawn.</param>
    /// <param name="voidId">The train id of what has no class.</param>
    /// <param name="board">Takes it, too, with the configuration; null where there is none.</param>
    public static void Draw(RunConfig config, RunFolder folder, StageStreams streams, int voidId, TensorBoardWriter? board)
    {
        if (File.Exists(folder.BatchSheet) || config.Report.BatchSamples == 0 || streams.All.Count == 0)
        {
            return;
        }

        // In the first steps labeled objects are pasted, wherever later ones come from.
        var whole = new BatchAugmentation(config.Augmentation, SampleStream.Salted(config.Train.Seed, streams.All[0].Name));
        using var batch = streams.All[0].Change is null ? streams.All[0].Take(0) : whole.Apply(streams.All[0].Take(0));
        var sheet = BatchSheet.Draw(batch, config.Augmentation, voidId, config.Report.BatchSamples);
        var jpeg = JpegFile.Encode(sheet, config.Report.JpegQuality);
        AtomicFile.Write(folder.BatchSheet, jpeg);
        board?.Image("first_batch", jpeg, sheet.Width, sheet.Height, 0);
        board?.Text("configuration", $"```\n{Configuration.ConfigWriter.ToYaml(config)}```", 0);
    }
}
