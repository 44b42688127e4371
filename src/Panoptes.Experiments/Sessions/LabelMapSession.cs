using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>Keeps what the model of a finished run says of a data set, as label maps of the data set's own ids.</summary>
public static class LabelMapSession
{
    private const ushort NoClass = ushort.MaxValue;
    private const double Sure = 0.5;

    /// <summary>
    /// Writes <c>SPLIT/NAME.png</c> for the samples that have none yet, or whose image is newer; what is written stays when it is
    /// interrupted.
    /// </summary>
    /// <param name="run">The run's folder; its best weights are asked.</param>
    /// <param name="splits">The samples, by the name of their split; with the run's classes.</param>
    /// <param name="kept">The folder that keeps such maps, in a folder for each run and its weights.</param>
    /// <param name="progress">Told how many of how many samples are done; null where nobody asks.</param>
    /// <param name="cancel">Asks to give up.</param>
    /// <returns>The folder of the maps.</returns>
    /// <exception cref="InputException">There is no such run, it tells other classes apart, or has no weights.</exception>
    public static string Write(
        string run, IReadOnlyList<(string Split, IDataset Dataset)> splits, string kept, Action<int, int>? progress,
        CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var classes = splits[0].Dataset.Classes;
        var finished = FinishedRun.Of(run, "--predictions", classes);
        var folder = FolderOf(finished, kept);
        var wanted = splits.SelectMany(split => Enumerable.Range(0, split.Dataset.Count)
            .Select(index => (split.Dataset, Index: index, File: PathOf(folder, split.Split, split.Dataset.Files(index).Name)))).ToArray();
        var missing = wanted.Where(one => !File.Exists(one.File)
            || File.GetLastWriteTimeUtc(one.File) < File.GetLastWriteTimeUtc(one.Dataset.Files(one.Index).Image)).ToArray();
        if (missing.Length == 0)
        {
            return folder;
        }

        var device = EngineSetup.Apply(finished.Config.Train, EngineUse.Inference);
        using var model = finished.Load();
        model.To(device);
        model.Eval();
        var predictor = RunModel.Predictor(model, finished.Config, classes, device, whileTraining: false);
        foreach (var (done, (dataset, index, file)) in missing.Index())
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(done, missing.Length);
            if (Image(dataset, index) is { } image)
            {
                using var scope = TensorScope.Open();
                using var noGrad = Autograd.NoGrad();
                var said = ClassMap(
                    predictor.Score([image], image.Width, image.Height, [dataset.Files(index).Image]), finished.Config.Model.Family.Tasks);
                PngFile.WriteGray(file, said.Map(
                    id => id < dataset.Classes.Count ? (ushort)dataset.Classes.RawIdOf(id) : NoClass));
            }
        }

        progress?.Invoke(missing.Length, missing.Length);
        return folder;
    }

    // A class for every pixel where the model gives one; else those of segments, or of sure objects, the surest on top.
    private static Plane<ushort> ClassMap(IBatchPrediction prediction, IEnumerable<SegmentationTask> tasks)
    {
        if (tasks.Contains(SegmentationTask.Semantic))
        {
            return prediction.Labels()[0];
        }

        if (tasks.Contains(SegmentationTask.Panoptic))
        {
            var found = prediction.Panoptic(0);
            var classes = found.Segments.ToDictionary(segment => segment.Id, segment => (ushort)segment.Class);
            return found.Ids.Map(id => classes.GetValueOrDefault(id, NoClass));
        }

        return prediction.Instances(0).ClassMap(Sure);
    }

    private static string FolderOf(FinishedRun run, string kept)
    {
        var weights = Path.Combine(run.Folder.Checkpoints, "best.safetensors");
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Folder.FullPath}\n{LinkedFile.State(weights)}"));
        return Path.Combine(kept, $"{run.Folder.Name}-{Convert.ToHexStringLower(mark)[..16]}.maps");
    }

    private static string PathOf(string folder, string split, string name) => Path.Combine(folder, split, $"{name}.png");

    // A broken image has no prediction; who shows the data set says why.
    private static RgbImage? Image(IDataset dataset, int index)
    {
        try
        {
            return dataset.Load(index, SampleParts.Image).Image;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
