using Panoptes.Foundation;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Losses;
using Panoptes.Training.Schedules;

namespace Panoptes.Training.Configuration;

/// <summary>
/// Everything about one training that is neither data nor model: how long, how, with which losses, when it measures and saves.
/// </summary>
public sealed record TrainConfig
{
    /// <summary>Optimizer updates in the whole training, at least 1.</summary>
    public long Steps { get; init; } = 2000;

    /// <summary>Images in one forward pass, at least 1; of all processes together where several train.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Forward passes whose gradients are averaged into one update, at least 1. Does not widen batch-norm statistics.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Seed of every draw: initial weights, sample order, augmentation, dropout.</summary>
    public long Seed { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, or <c>auto</c>: the first CUDA device where there is one.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Threads of the tensor engine, matrix products among it; 0 means one per core, or this process's part of them where several train
    /// together (<c>OMP_NUM_THREADS</c>, which the launcher sets). Results are bit-reproducible for one fixed count.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>The arithmetic of forward and backward.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>
    /// Where a GPU may round 32-bit products to TF32. Has no effect on the CPU, nor on what runs in lower precision anyway.
    /// </summary>
    public Tf32Use Tf32 { get; init; } = Tf32Use.Convolutions;

    /// <summary>Keep images and convolution weights with channels innermost, which most CPUs and tensor cores prefer.</summary>
    public bool ChannelsLast { get; init; } = true;

    /// <summary>Treat floats below 1e-38 as zero: they cost up to a hundred times the usual on CPUs.</summary>
    public bool FlushDenormals { get; init; } = true;

    /// <summary>
    /// Prefer kernels whose results do not change from run to run. By default so on the CPU, where it costs nothing, and not on a GPU,
    /// where convolutions become slower and the gradients of bilinear upsampling and of losses over label maps have no such kernel: they
    /// run as they are, with a warning.
    /// </summary>
    public bool? Deterministic { get; init; }

    /// <summary>
    /// Record forward and backward of a step as one CUDA graph after the first steps and replay it: for steps in which a GPU waits for the
    /// host. Needs a GPU, batches of one shape, and a model without activation checkpointing. Weights are those of steps that are not
    /// recorded, up to the order of sums.
    /// </summary>
    public bool CudaGraph { get; init; }

    /// <summary>
    /// When the host reads losses from the device, and so waits for it. Updates never wait: what is not finite is kept from the weights on
    /// the device.
    /// </summary>
    public LossReading ReadLosses { get; init; } = LossReading.Auto;

    /// <summary>Optimizer, learning rate and the rules that part parameters into groups.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>Learning rate over the steps.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>Where the supervision comes from; empty takes the truth of the labeled stream.</summary>
    public IReadOnlyList<SupervisorConfig> Supervisors { get; init; } = [];

    /// <summary>The losses of supervision by label maps.</summary>
    public LossConfig Loss { get; init; } = new();

    /// <summary>The losses of supervision by masks.</summary>
    public MaskLossConfig Masks { get; init; } = new();

    /// <summary>The losses of supervision by positions and kernels (Panoptic FCN).</summary>
    public KernelLossConfig Kernels { get; init; } = new();

    /// <summary>The losses of detectors in several stages (Mask R-CNN).</summary>
    public DetectionLossConfig Detection { get; init; } = new();

    /// <summary>Intra-batch supervision, where <see cref="Supervisors"/> lists it.</summary>
    public IntraBatchConfig IntraBatch { get; init; } = new();

    /// <summary>The network that labels samples, where <see cref="Supervisors"/> lists it.</summary>
    public TeacherConfig Teacher { get; init; } = new();

    /// <summary>
    /// Parts of the names of parameters that are trained, such as <c>head</c>; empty trains all that take a gradient.
    /// </summary>
    public IReadOnlyList<string> Trained { get; init; } = [];

    /// <summary>Parts of the names of parameters that are not trained, whatever <see cref="Trained"/> says, such as <c>norm</c>.</summary>
    public IReadOnlyList<string> Untrained { get; init; } = [];

    /// <summary>Whether batch normalization uses its running statistics while training and leaves them as they are.</summary>
    public bool FrozenStatistics { get; init; }

    /// <summary>
    /// Whether every stream has running statistics of batch normalization of its own, over weights that all share: for streams of unlike
    /// domains. A teacher follows those of the stream that it labels; <c>train.evaluation.domain</c> says with which the network is
    /// measured. Needs two streams, <c>labeled</c> among them.
    /// </summary>
    public bool DomainStatistics { get; init; }

    /// <summary>What several processes that train together do; of no effect on one.</summary>
    public ProcessConfig Processes { get; init; } = new();

    /// <summary>When the training state is saved and how much of it is kept.</summary>
    public CheckpointConfig Checkpoint { get; init; } = new();

    /// <summary>When and how the model is measured.</summary>
    public EvaluationConfig Evaluation { get; init; } = new();

    /// <summary>Steps between two log entries, at least 1.</summary>
    public int LogEvery { get; init; } = 50;

    /// <summary>
    /// Steps of which a trace is written to the run's folder, after a few that warm up; 0 writes none. What is computed does not change.
    /// </summary>
    public int Profile { get; init; }

    /// <summary>Checks ranges and that options fit each other.</summary>
    /// <exception cref="InputException">An option is out of range or contradicts another; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.steps", Steps, 1);
        Require.AtLeast("train.batch_size", BatchSize, 1);
        Require.AtLeast("train.accumulation", Accumulation, 1);
        Require.AtLeast("train.threads", Threads, 0);
        Require.AtLeast("train.log_every", LogEvery, 1);
        Require.AtLeast("train.profile", Profile, 0);
        if (Precision == Precision.Fp16 && Device == "cpu")
        {
            throw new InputException(
                "train.precision", "fp16 with train.device cpu", "fp32 or bf16 on the CPU",
                "set train.precision to bf16, or train.device to cuda");
        }

        Require.That(
            DomainStatistics || Evaluation.Domain is null, "train.evaluation.domain",
            $"{Evaluation.Domain} in a run whose streams share their running statistics", "null",
            "leave it out, or train with train.domain_statistics=true");
        if (CudaGraph && Device == "cpu")
        {
            throw new InputException(
                "train.cuda_graph", "true with train.device cpu", "a CUDA device",
                "set train.cuda_graph to false, or train.device to cuda");
        }

        Optimizer.Validate();
        Schedule.Validate(Steps);
        Loss.Validate();
        Masks.Validate();
        Kernels.Validate();
        Detection.Validate();
        IntraBatch.Validate();
        Teacher.Validate();
        foreach (var supervisor in Supervisors)
        {
            supervisor.Validate();
        }

        Processes.Validate();
        Checkpoint.Validate();
        Evaluation.Validate();
    }
}
