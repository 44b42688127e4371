using Panoptes.Data.Configuration;
using Panoptes.Data.Pasting;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Loading;

/// <summary>
/// Pastes objects into the samples of a batch: colors, label maps, segments and objects are changed by one mask, and nothing outside of
/// it. Which objects go where is a function of (seed, step, sample).
/// </summary>
public sealed class BatchPaster
{
    private readonly PasteDraws draws;
    private readonly TargetRules rules;
    private readonly long seed;
    private readonly int minBox;

    /// <summary>Makes a paster.</summary>
    /// <param name="config">How many objects of which size.</param>
    /// <param name="seed">The seed of the stream.</param>
    /// <param name="rules">Which objects are kept of those that are covered in part; the defaults where null.</param>
    /// <param name="move">How objects are resized; as images and labels are where null.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public BatchPaster(CopyPasteConfig config, long seed, TargetRules? rules = null, MoveObject? move = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check("augmentation.copy_paste");
        (this.rules, this.seed, minBox) = (rules ?? new TargetRules(), seed, config.MinBox);
        draws = new PasteDraws(config, move ?? ((cutout, geometry, _) => cutout.Move(geometry)));
    }

    /// <summary>Pastes into a batch.</summary>
    /// <param name="batch">The batch; its pixels are changed, and the batch returned takes its place.</param>
    /// <param name="bank">What is pasted; the batch's own objects where null.</param>
    /// <param name="random">Where a sample's draws come from; the seed where null.</param>
    /// <exception cref="ArgumentException">The batch has other views of its images, which would lack the objects.</exception>
    public Batch Paste(Batch batch, IObjectBank? bank = null, Func<int, IRandomSource>? random = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Views.Count == 1
            ? PasteFirst(batch, bank, random)
            : throw new ArgumentException("objects are pasted before other views are made of the images", nameof(batch));
    }

    /// <summary>Pastes into the first strong view of a batch; the others have to follow.</summary>
    internal Batch PasteFirst(Batch batch, IObjectBank? bank, Func<int, IRandomSource>? random = null)
    {
        var pasted = Paste(BatchTensors.Of(batch), Samples(batch), batch.Step, batch.Places, bank, random);
        var targets = batch.Targets;
        return batch.With(
            targets with
            {
                Segments = targets.Segments is { } segments
                    ? segments with { Tables = [.. pasted.Select(sample => sample.Segments!)] } : null,
                Instances = targets.Instances is null ? null : [.. pasted.Select(sample => sample.Instances!)],
            },
            [.. pasted.Select(sample => sample.Info)]);
    }

    /// <summary>Pastes into a batch that is being made. Everything is cut out before anything is painted over.</summary>
    internal IReadOnlyList<LoadedSample> Paste(
        BatchTensors tensors, IReadOnlyList<LoadedSample> samples, long step, BatchPlaces places, IObjectBank? bank = null,
        Func<int, IRandomSource>? random = null)
    {
        bank ??= new BatchObjects(tensors, samples, minBox);
        random ??= item => new SeededDraws(new SeededRandom(seed, step, 0, places[item], 0xC9));
        var placed = new List<PlacedObject>[samples.Count];
        for (var n = 0; n < samples.Count; n++)
        {
            placed[n] = draws.Draw(bank, tensors.Width, tensors.Height, samples[n].Info.Valid, random(n));
        }

        return [.. samples.Select((sample, n) => placed[n].Count == 0 ? sample : Paste(tensors, sample, n, placed[n]))];
    }

    /// <summary>The samples of a batch.</summary>
    internal static IReadOnlyList<LoadedSample> Samples(Batch batch) =>
        [.. batch.Samples.Select((info, n) => new LoadedSample(
            info, batch.Targets.Segments?.Tables[n], batch.Targets.Instances?[n]))];

    private LoadedSample Paste(BatchTensors tensors, LoadedSample sample, int item, List<PlacedObject> placed) => sample with
    {
        Segments = PastedTargets.Paint(tensors.Canvas(item), sample.Segments, placed, rules),
        Instances = sample.Instances is { } instances ? PastedTargets.Cover(instances, placed, rules) : null,
        Info = sample.Info with { Pasted = [.. placed.Select(one => one.Info)] },
    };
}
