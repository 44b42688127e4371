using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;
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
    private readonly List<Batch> made = [];
    private Segmenter? student;
    private bool isFilled;

    /// <summary>Makes it.</summary>
    internal TeacherSupervision(TeacherParts parts)
    {
        parts.Config.Validate();
        this.parts = parts;
        network = new TeacherNetwork(parts.Model);
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

    /// <summary>Whether it labels views of the batch, which the stream must therefore have.</summary>
    public bool ReadsWeakViews => parts.Labeler is not null && parts.IsTeaching;

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

        if (!parts.IsOfRun)
        {
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
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!parts.IsTeaching)
        {
            return [];
        }

        var (labeled, tally) = Labeled(step);
        var weight = TeacherPace.Weight(parts.Config, step.Step - parts.Start);
        var losses = labeled is null
            ? [] : parts.Inner.Compute(labeled).Select(loss => loss with { Weight = loss.Weight * weight });
        return [.. losses, .. tally is null ? [] : TeacherMeasures.Of(tally, Device())];
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
        Release();
        Fill();
        if (!parts.IsOfRun && TeacherPace.Kept(parts.Config, step - parts.Start) is { } kept)
        {
            network.Average(kept, skip);
        }
    }

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
        foreach (var (name, tensor) in parts.Scores?.State ?? [])
        {
            if (state.FirstOrDefault(entry => entry.Name == name).Tensor is { } saved)
            {
                tensor.CopyInPlace(saved);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        network.Dispose();
        parts.Scores?.Dispose();
        (parts.Inner as IDisposable)?.Dispose();
    }

    private void Fill()
    {
        if (!isFilled && student is not null)
        {
            network.Copy(student, parts.Config.CopyCounts);
            isFilled = true;
        }
    }

    private Device Device() => network.Model.NamedParameters()[0].Tensor.Device;

    private void Release()
    {
        made.ForEach(batch => batch.Dispose());
        made.Clear();
    }

    private LabeledStep Labeled(StepContext step) => step.Shared(parts.Stream, this, () =>
    {
        var batch = step.Batch(parts.Stream);
        return parts.Labeler is { } labeler ? Label(step, batch, labeler) : new LabeledStep(step, null);
    });

    private LabeledStep Label(StepContext step, TrainingBatch batch, ITeacherLabeler labeler)
    {
        var labels = Ask(batch, labeler);
        var (source, images) = (batch.Source, batch.Images);
        var own = new Batch(
            source.Step, new Dictionary<string, Tensor> { [Batch.ImageView] = source.Images },
            labels.Targets with { Labels = labels.Targets.Labels?.To(Tensors.Device.Cpu) }, source.Samples, Free);
        made.Add(own);
        var labeled = new TrainingBatch(own, images, labels.Targets.Labels is null ? null : own.Labels.To(images.Device))
        {
            Masks = labels.Masks,
        };
        return new LabeledStep(step.With(parts.Stream, labeled), labels.Tally);
    }

    private TeacherLabels Ask(TrainingBatch batch, ITeacherLabeler labeler)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var weak = batch.Source.Views[Batch.ImageView].To(batch.Images.Device, nonBlocking: true);
        var images = parts.ChannelsLast ? weak.ToMemoryFormat(MemoryFormat.ChannelsLast) : weak;
        var labels = labeler.Label(Network.Forward(images), batch.Source);
        labels.Return(scope);
        return labels;
    }

    // The images are the loader's.
    private static void Free(Batch batch)
    {
        batch.Targets.Labels?.Dispose();
        batch.Targets.Segments?.Ids.Dispose();
    }

    private sealed record LabeledStep(StepContext? Step, LabelTally? Tally);
}
