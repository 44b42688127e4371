using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Foundation.Tracing;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Stages;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <summary>Runs one stage of a training: the loop, the one step counter, and the state that a checkpoint holds.</summary>
/// <remarks>
/// On the CPU in fp32 with a fixed thread count the weights after n steps depend on nothing but setup, configuration and seed, however
/// often the training was interrupted.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly TrainingSetup setup;
    private readonly IReadOnlyList<IHook> hooks;
    private readonly Device device;
    private readonly Tensor[] parameters;
    private readonly StepLosses losses = new();
    private readonly PendingSteps pending = new();
    private readonly UpdateGuard guard;
    private readonly BufferSnapshot buffers;
    private readonly TrainedParts trained;
    private readonly LossScaler? scaler;
    private readonly StepGraph? graph;
    private readonly SharedState shared;
    private readonly IBackwardPass backward;
    private long eagerSteps;
    private StopReason? stop;

    /// <summary>Makes a trainer; the model moves to the device.</summary>
    /// <param name="setup">Model, streams and supervisors.</param>
    /// <param name="config">How long and how.</param>
    /// <param name="hooks">What else happens, in this order.</param>
    /// <param name="device">Where the model runs.</param>
    /// <param name="diagnosticsFolder">Where the report of a non-finite step goes; null writes none.</param>
    /// <param name="stage">Which steps these are; the whole training where null.</param>
    /// <exception cref="InputException">The configuration is out of range, or model or streams lack what a supervisor needs.</exception>
    public Trainer(
        TrainingSetup setup, TrainConfig config, IReadOnlyList<IHook> hooks, Device device, string? diagnosticsFolder = null,
        StageSpan? stage = null)
        : this(setup, config, hooks, device, diagnosticsFolder, CudaGraph.Record, stage)
    {
    }

    /// <summary>Makes a trainer that records its steps in another way than as a CUDA graph: for tests without a GPU.</summary>
    internal Trainer(
        TrainingSetup setup, TrainConfig config, IReadOnlyList<IHook> hooks, Device device, string? diagnosticsFolder,
        Func<Action, IRecordedWork> record,
        StageSpan? stage = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(hooks);
        config.Validate();
        (this.setup, Config, this.hooks, this.device, DiagnosticsFolder) = (setup, config, hooks, device, diagnosticsFolder);
        Stage = stage ?? StageSpan.Whole(config.Steps);
        Progress = new TrainingProgress { Step = Stage.Start, EvaluatedStep = Stage.Start };
        Model.To(device);
        if (config.ChannelsLast)
        {
            Model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        }

        shared = new SharedState(setup, config.Processes);
        setup.Domains?.Begin(StreamsRead.Select(stream => stream.Name));
        SetupCheck.Run(setup);
        trained = new TrainedParts(Model, config);
        var groups = ParameterGroups.Build(Model, config.Optimizer, config.Schedule);
        Groups = ParameterGroups.Summaries(groups);
        Optimizer = ParameterGroups.Optimizer(groups, config.Optimizer);
        parameters = [.. groups.SelectMany(group => group.Parameters).Select(entry => entry.Tensor)];
        scaler = config.Precision == Precision.Fp16 ? new LossScaler(device, Progress.LossScale) : null;
        backward = Collective.Backward(parameters);
        guard = new UpdateGuard(device, config.Optimizer.ClipNorm, scaler, config.Optimizer.ClipValue);
        buffers = new BufferSnapshot(
            [.. Model.NamedBuffers().Concat(setup.Domains?.State() ?? []).Select(entry => entry.Tensor)]);
        if (setup.Domains is not null)
        {
            DomainStatistics.RequireInPlace(config.FrozenStatistics, HasActivationCheckpoints);
        }

        if (config.CudaGraph)
        {
            RequireRecordable();
            graph = new StepGraph(record);
        }

        SeedAgain();
    }

    /// <summary>How long and how.</summary>
    public TrainConfig Config { get; }

    /// <summary>Which steps these are; a stage ends at <see cref="StageSpan.End"/>.</summary>
    public StageSpan Stage { get; }

    /// <summary>The network that is trained.</summary>
    public Segmenter Model => setup.Model;

    /// <summary>The processes that train together.</summary>
    public ICollective Collective => setup.Collective;

    /// <summary>The update rule with its groups and state.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>The parameter groups in a line each, to be shown before the first step.</summary>
    public IReadOnlyList<GroupSummary> Groups { get; }

    /// <summary>Where the report of a non-finite step goes.</summary>
    public string? DiagnosticsFolder { get; }

    /// <summary>How far the training has come.</summary>
    public TrainingProgress Progress { get; private set; }

    /// <summary>Updates done, those of earlier stages included: the only step counter there is.</summary>
    public long Step => Progress.Step;

    /// <summary>Whether the last step of this process is done, because a hook asked to stop.</summary>
    public bool IsStopping => stop is not null;

    /// <summary>Sets the random generators to where the stage begins; every stage draws otherwise.</summary>
    /// <remarks>So does every process: dropout in one says nothing about that in another.</remarks>
    public void SeedAgain()
    {
        var seed = Stage.Start == 0 ? Config.Seed : SampleStream.Salted(Config.Seed, $"stage {Stage.Name}");
        Randomness.Seed(Collective.Rank == 0 ? seed : SampleStream.Salted(seed, $"rank {Collective.Rank}"));
    }

    /// <summary>Ends the training after this step; the first reason given counts.</summary>
    public void RequestStop(StopReason reason) => stop ??= reason;

    /// <summary>Trains until all steps of the stage are done or a hook asks to stop.</summary>
    /// <remarks>
    /// The loop does not wait for a GPU: whether an update may be done is decided there, and the host reads what steps did
    /// where it is logged, saved or measured (<see cref="TrainConfig.ReadLosses"/>).
    /// </remarks>
    /// <exception cref="InputException">A loss or gradient is not finite (the weights are as before that step), or a sample cannot be
    /// used.</exception>
    public StopReason Run()
    {
        shared.Begin();
        Anneal();
        Notify(hook => hook.AtStart(this));
        while (stop is null && Step < Stage.End)
        {
            Notify(hook => hook.BeforeStep(this));
            using (TensorScope.Open())
            {
                Update();
            }

            if (IsReadNow)
            {
                ReadPendingSteps();
            }

            Notify(hook => hook.AfterStep(this));
            HostMemory.CollectGarbage();
        }

        ReadPendingSteps();
        var reason = stop ?? StopReason.Completed;
        Notify(hook => hook.AtEnd(this, reason));
        return reason;
    }

    /// <summary>Takes note of an evaluation of the model as it is now, and tells the hooks.</summary>
    public void Evaluated(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var primary = result.Primary;
        var isBest = primary.IsBetterThan(Progress.BestMetric == primary.Name ? Progress.BestScore : null);
        Progress = Progress with
        {
            EvaluatedStep = Step,
            BestMetric = isBest ? primary.Name : Progress.BestMetric,
            BestScore = isBest ? primary.Value : Progress.BestScore,
            BestStep = isBest ? Step : Progress.BestStep,
            BestNetwork = isBest ? result.Network : Progress.BestNetwork,
        };
        var record = new EvaluationRecord(Step, result, isBest, Progress.BestScore ?? double.NaN, Progress.BestStep);
        Notify(hook => hook.OnEvaluation(this, record));
    }

    /// <summary>Lets all of the model learn again, before another trainer takes it; what the optimizer knows stays.</summary>
    public void ReleaseModel()
    {
        trained.Dispose();
        backward.Dispose();
        shared.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        graph?.Dispose();
        backward.Dispose();
        shared.Dispose();
        pending.Dispose();
        guard.Dispose();
        buffers.Dispose();
        scaler?.Dispose();
        Optimizer.Dispose();
        trained.Dispose();
        SupervisorKind.Release(setup.Supervisors);
        foreach (var owner in setup.Streams.Select(stream => stream.Change).OfType<IDisposable>())
        {
            owner.Dispose();
        }
    }

    // One update of the weights, from batches to numbers that the host may read later. Nothing in it waits for the device.
    private void Update()
    {
        var clock = Stopwatch.StartNew();
        SetLearningRates();
        buffers.Take(guard.Stopped);

        // Forward and backward of every micro-batch: the losses of all supervisors, added up, have one backward pass.
        var values = graph is null ? EagerPasses() : GraphedPasses();

        // Not finite: the device leaves this update and all after it out. Else gradients are unscaled and clipped.
        var (skip, numbers) = Apply(values);
        Progress = Progress with { Step = Step + 1 };
        Anneal();

        // What processes have apart, such as running statistics that are not united, is rank 0's.
        shared.AfterUpdate();

        // Teachers follow the weights.
        foreach (var supervisor in setup.Supervisors)
        {
            supervisor.AfterUpdate(Step, skip);
        }

        pending.Add(Info(clock.Elapsed.TotalSeconds), numbers);
    }

    private void Anneal()
    {
        if (Model is IAnnealed model)
        {
            model.Anneal(Stage.Done(Step), Stage.Length);
        }
    }

    private (Tensor Skip, Tensor Numbers) Apply(Tensor values)
    {
        using var work = WorkTrace.Begin(WorkKinds.Phase, "optimizer");
        var outcome = guard.CheckAndClip(values, Gradients(), losses.Minimized(values));
        Optimizer.Step(outcome.Skip);
        return outcome;
    }

    private void Notify(Action<IHook> call)
    {
        foreach (var hook in hooks)
        {
            using var scope = TensorScope.Open();
            call(hook);
        }
    }
}
