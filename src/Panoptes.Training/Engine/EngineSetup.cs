using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Engine;

/// <summary>
/// Sets the tensor engine up as a configuration says. The engine has one state a process, so this is done once, before the model is made.
/// </summary>
public static class EngineSetup
{
    /// <summary>
    /// Sets device, threads, memory, subnormals, determinism and TF32, and seeds every generator, so that the model's initial weights
    /// follow from the seed.
    /// </summary>
    /// <param name="config">How to.</param>
    /// <param name="use">What for: cuDNN tries its kernels on new shapes only in training.</param>
    /// <returns>The device that the configuration means; on a GPU it is this thread's current one, whose context exists.</returns>
    /// <exception cref="InputException">The device is unknown or not there, or the precision does not fit it.</exception>
    public static Device Apply(TrainConfig config, EngineUse use = EngineUse.Training)
    {
        ArgumentNullException.ThrowIfNull(config);
        var device = DeviceOf(config.Device);
        if (config.Precision == Precision.Fp16 && device.IsCpu)
        {
            throw new InputException(
                "train.precision", "fp16 without a CUDA device", "fp32 or bf16 on the CPU", "set train.precision to bf16");
        }

        if (config.CudaGraph && device.IsCpu)
        {
            throw new InputException("train.cuda_graph", "true without a CUDA device", "a CUDA device", "set train.cuda_graph to false");
        }

        if (device.IsCpu)
        {
            // On a GPU malloc serves the loader's threads, which its settings for one training thread would hold up.
            HostMemory.KeepFreed();
        }
        else
        {
            SelectDevice(device, config.CudaGraph && use == EngineUse.Training);
        }

        Threads.Count = config.Threads > 0
            ? config.Threads
            : ProcessThreads.Of(ProcessPlace.Variables(), Environment.ProcessorCount);
        Libtorch.FlushDenormals(config.FlushDenormals);
        Libtorch.UseDeterministicAlgorithms(config.Deterministic ?? device.IsCpu, warnOnly: !device.IsCpu);
        if (use == EngineUse.Inference)
        {
            Libtorch.TryCudnnKernels(false);
        }

        Libtorch.AllowTf32(convolutions: config.Tf32 != Tf32Use.None, products: config.Tf32 == Tf32Use.All);
        Randomness.Seed(config.Seed);
        return device;
    }

    // Page-locked memory belongs to the context of whichever GPU has one: this one's must be there before any is taken, or the first GPU
    // gets a context, and some hundred MiB of it are gone.
    private static void SelectDevice(Device device, bool ownStream)
    {
        Cuda.CurrentDevice = device.Index;
        Cuda.Synchronize(device.Index);
        if (ownStream)
        {
            Cuda.UseOwnStream(device.Index);
        }
    }

    /// <summary>The device that an option means.</summary>
    /// <param name="text"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InputException">It is unknown or not there.</exception>
    public static Device DeviceOf(string text)
    {
        if (text == "auto")
        {
            return Cuda.IsAvailable ? Device.Cuda() : Device.Cpu;
        }

        var device = Device.Parse(text);
        return device.IsCpu || (Cuda.IsAvailable && device.Index < Cuda.DeviceCount)
            ? device
            : throw new InputException(
                "train.device", text, $"one of the {(Cuda.IsAvailable ? Cuda.DeviceCount : 0)} CUDA devices that this libtorch sees",
                "set train.device to cpu, or run panoptes doctor");
    }
}
