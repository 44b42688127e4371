using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Losses;
using Panoptes.Training.Pasting;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Supervision by a second network (Guided Distillation, section 3; CUPS, stage 3; UniMatch V2): it labels images as they are, and the
/// trained network is to say the same of their strongly changed views. What the labels teach is what the truth of their kind would.
/// </summary>
public sealed class TeacherSupervision : ISupervisor, IThingSource, IDisposable
{
    private const string ModelPrefix = "model.";
    private readonly TeacherParts parts;
    private readonly TeacherNetwork network;
    private readonly TaughtBatches batches;
    private readonly ComplementaryDropout? dropout;
    private readonly LabelHistogram histogram;
    private Segmenter? student;
    private bool isFilled;

    /// <summary>Makes it.</summary>
    internal TeacherSupervision(TeacherParts parts)
    {
        parts.Config.Validate();
        this.parts = parts;
        network = new TeacherNetwork(parts.Model);
        batches = new TaughtBatches(
            parts.Config.StrongViews, parts.Augmentation, parts.Config.Labels.SkipEmptyImages, parts.ChannelsLast,
            parts.Config.CutMix is { } mix
                ? (batch, view) => Boxes(mix, batch, view)
                : null,
            parts.PooledBox is { } minBox ? batch => PooledObjects.Of(batch, minBox, parts.Collective) : null);
        dropout = parts.Config.ChannelDropout > 0 ? new ComplementaryDropout(parts.Config.ChannelDropout, parts.Seed) : null;
        histogram = new LabelHistogram(parts.Model.NumClasses);
        isFilled = parts.IsOfRun;
    }

    /// <inheritdoc/>
    public string Name => "teacher";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => parts.IsTeaching ? [parts.Stream] : [];

    /// <inheritdoc/>
    public string Stream => parts.Stream;

    /// <inheritdoc/>
    public SampleParts Parts => parts.Labeler is null ? parts.Inner.Parts : SampleParts.None;

    /// <summary>The views that batches of its stream must have; null where any will do.</summary>
    public BatchViews? Views => parts.Labeler is null || !parts.IsTeaching ? null
        : new BatchViews(Weak: true, parts.Config.StrongViews) { Waits = parts.Augmentation is not null };

    /// <summary>Whether it shows by what things are drawn (<see cref="Things"/>).</summary>
    public bool ShowsThings => parts.Inner is IThingSource && !parts.Config.Labels.SkipEmptyImages && parts.Config.StrongViews == 1;

    /// <summary>What it makes of whole images; nothing where it labels batches.</summary>
    public SampleParts CleanParts => parts.Clean?.Parts ?? SampleParts.None;

    /// <summary>The layers of a sample by what the teacher says of its whole image.</summary>
    /// <param name="said">What it says of one image.</param>
    /// <exception cref="InvalidOperationException">It labels batches (<see cref="TeacherView.Weak"/>).</exception>
    public PredictedLayers Label(IBatchPrediction said) =>
        (parts.Clean ?? throw new InvalidOperationException("this teacher labels batches")).Of(said);

    /// <summary>The teacher as it is now; a hand-over from the trained network comes first where nothing else filled it.</summary>
    public TeacherNetwork Network
    {
        get
        {
            Fill();
            return network;
        }
    }

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        student = model;
        parts.Inner.Check(model);
        Require.That(
            network.Model.NumClasses == model.NumClasses, "train.teacher.run", $"a network of {network.Model.NumClasses} classes",
            $"{model.NumClasses}, as the trained one tells apart", "name a run that was trained with this class table");
        network.Model.To(model.NamedParameters()[0].Tensor.Device);
        if (parts.ChannelsLast)
        {
            network.Model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        }

        Require.That(
            dropout is null || model is IFeatureChange, "train.teacher.channel_dropout", "a model that shows no features",
            "one with a backbone and a head, such as deeplabv3plus_r50", "set it to 0, or choose another model");
        if (!parts.IsOfRun)
        {
            using var domain = parts.Domains?.Enter(parts.Stream);
            network.Follow(model, parts.Config);
        }
    }

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (parts.Labeler is null)
        {
            parts.Inner.Inspect(stream, batch);
        }
        else if (!batch.Views.ContainsKey(BatchViews.WeakView))
        {
            throw new InputException(
                $"stream {stream}", $"batches with the views {string.Join(", ", batch.Views.Keys)}", $"a view {BatchViews.WeakView}",
                "let the loader make the views that a teacher asks for");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!parts.IsTeaching)
        {
            return [];
        }

        var (labeled, tally, images) = Labeled(step);
        var weight = TeacherPace.Weight(parts.Config, step.Step - parts.Start);
        var losses = labeled is null
            ? [] : Learn(labeled).Select(loss => loss with { Weight = loss.Weight * weight });
        return [.. images is { } counted ? Counted(losses, counted) : losses, .. Measures(step, labeled, tally)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ThingEmbeddings> Things(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Labeled(step).Step is { } labeled && parts.Inner is IThingSource source ? source.Things(labeled) : [];
    }

    /// <inheritdoc/>
    public IntraBatchDefaults IntraBatch(IntraBatchPreset preset) =>
        parts.Inner is IThingSource source ? source.IntraBatch(preset) : new(Weight: 1, Points: 0);

    /// <inheritdoc/>
    public void AfterUpdate(long step, Tensor skip)
    {
        batches.Release();
        parts.Scores?.Unite();
        Fill();
        if (!parts.IsOfRun && TeacherPace.Kept(parts.Config, step - parts.Start) is { } kept)
        {
            network.Average(kept, skip);
        }
    }

    /// <summary>
    /// The train id of the most frequent class among the labels when it was last logged; null where it never was. Waits for the device.
    /// </summary>
    public int? LargestClass => histogram.LargestClass();

    /// <summary>
    /// How far the teacher's weights lie from the trained network's, over the length of those
    /// (<see cref="TeacherNetwork.Distance"/>); null where it does not follow that network. Waits for the device.
    /// </summary>
    public double? Distance => parts.IsOfRun || student is null ? null : Network.Distance(student);

    /// <summary>Takes the weights of a checkpoint, such as the best of the stage before.</summary>
    /// <param name="state">Weights by their names.</param>
    /// <exception cref="InputException">They are of another network.</exception>
    public void Begin(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        network.Load(state);
        isFilled = true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State()
    {
        Fill();
        return [.. network.Model.StateDict().Select(entry => (ModelPrefix + entry.Name, entry.Tensor)), .. parts.Scores?.State ?? []];
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count == 0)
        {
            return;
        }

        Begin([.. state.Where(entry => entry.Name.StartsWith(ModelPrefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name[ModelPrefix.Length..], entry.Tensor))]);
        parts.Scores?.Load(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        batches.Dispose();
        network.Dispose();
        histogram.Dispose();
        parts.Scores?.Dispose();
        (parts.Inner as IDisposable)?.Dispose();
    }

    private IEnumerable<NamedLoss> Measures(StepContext step, StepContext? labeled, LabelTally? tally)
    {
        var batch = (labeled ?? step).Batch(parts.Stream);
        var ofTargets = LabelTally.Of(batch.Source.Targets);
        var (device, maps) = (batch.Images.Device, labeled is null || ofTargets is not null ? null : batch.LabelMaps);
        tally ??= ofTargets;
        histogram.Add(tally?.Classes ?? []);
        return
        [
            .. tally is not null ? TeacherMeasures.Of(tally, device) : maps is not null ? TeacherMeasures.Of(maps, parts.VoidId) : [],
            .. step.IsMeasured
                ? [NamedLoss.Measure(TeacherMeasures.LargestClass, histogram.LargestShare(maps, device))] : Array.Empty<NamedLoss>(),
            .. step.IsMeasured && labeled is not null
                ? TeacherMeasures.Of(parts.Student.Compare(labeled.Outputs(parts.Stream), batch), device) : [],
        ];
    }

    private void Fill()
    {
        if (!isFilled && student is not null)
        {
            using var domain = parts.Domains?.Enter(parts.Stream);
            network.Copy(student, parts.Config.CopyCounts);
            isFilled = true;
        }
    }

    private LabeledStep Labeled(StepContext step) => step.Shared(parts.Stream, this, () =>
    {
        var batch = step.Batch(parts.Stream);
        return parts.Labeler is { } labeler ? Label(step, batch, labeler) : new LabeledStep(step, null, null);
    });

    private LabeledStep Label(StepContext step, TrainingBatch batch, ITeacherLabeler labeler)
    {
        var labels = Ask(batch, labeler);
        var kept = batches.Kept(labels);
        if (parts.Collective.Size == 1)
        {
            return kept.Length == 0
                ? new LabeledStep(null, labels.Tally, null)
                : new LabeledStep(step.With(parts.Stream, batches.Make(batch, labels, kept)), labels.Tally, null);
        }

        // What one process does, all of them do: where others have labels, images without any are passed through the network for nothing.
        double[] images = [kept.Length];
        parts.Collective.Sum(images);
        int[] passed = kept.Length > 0 ? kept : [.. Enumerable.Range(0, batch.Source.Samples.Count)];
        return new LabeledStep(
            images[0] == 0 ? null : step.With(parts.Stream, batches.Make(batch, labels, passed)), labels.Tally, kept.Length);
    }

    // Means over images are means over those with labels, of which processes may have unlike numbers.
    private static IEnumerable<NamedLoss> Counted(IEnumerable<NamedLoss> losses, int images) => losses.Select(loss => images > 0
        ? loss with { Over = loss.Over ?? new LossDivisor(images) }
        : loss with { Value = loss.Value * 0, Over = new LossDivisor(0, loss.Over?.Least ?? 0) });

    private TeacherLabels Ask(TrainingBatch batch, ITeacherLabeler labeler)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var images = DeviceImages.Of(batch.Source.Views[BatchViews.WeakView], batch.Images.Device, parts.ChannelsLast);
        var labels = labeler.Label(Network.Forward(images), batch.Source);
        labels.Return(scope);
        return labels;
    }

    private List<PixelRectangle> Boxes(CutMixConfig mix, Batch batch, int view)
    {
        var (images, places) = (batch.Samples.Count, batch.Places);
        var boxes = mix.Draw(
            images * places.World, (int)batch.Images.Size(3), (int)batch.Images.Size(2), parts.Seed, batch.Step, view);
        return [.. Enumerable.Range(0, images).Select(image => boxes[places[image]])];
    }

    private IReadOnlyList<NamedLoss> Learn(StepContext labeled)
    {
        if (dropout is null || student is not IFeatureChange model)
        {
            return parts.Inner.Compute(labeled);
        }

        var source = labeled.Batch(parts.Stream).Source;
        model.FeatureChange = features => dropout.Apply(features, source.Step, source.Places);
        try
        {
            return parts.Inner.Compute(labeled);
        }
        finally
        {
            model.FeatureChange = null;
        }
    }

    // Step: null where nothing is learned. Images: how many are learned from, where several processes must know.
    private sealed record LabeledStep(StepContext? Step, LabelTally? Tally, int? Images);
}
