using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Training;

/// <summary>Sets the tensor engine up as a configuration says. The engine has one state a process, so this is done once, before the model is made.</summary>
public static class EngineSetup
{
    /// <summary>Sets threads, memory, subnormals and determinism, and seeds every generator, so that the model's initial weights follow from the seed.</summary>
    /// <returns>The device that the configuration means.</returns>
    /// <exception cref="InputException">The device is unknown or not there, or the precision does not fit it.</exception>
    public static Device Apply(TrainConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var device = DeviceOf(config.Device);
        if (config.Precision == Precision.Fp16 && device.IsCpu)
        {
            throw new InputException("train.precision", "fp16 without a CUDA device", "fp32 or bf16 on the CPU", "set train.precision to bf16");
        }

        if (config.CudaGraph)
        {
            if (device.IsCpu)
            {
                throw new InputException("train.cuda_graph", "true without a CUDA device", "a CUDA device", "set train.cuda_graph to false");
            }

            Cuda.CurrentDevice = device.Index;
            Cuda.UseOwnStream(device.Index);
        }

        Threads.Count = config.Threads > 0 ? config.Threads : Environment.ProcessorCount;
        Libtorch.FlushDenormals(config.FlushDenormals);
        HostMemory.KeepFreed();
        Libtorch.UseDeterministicAlgorithms(config.Deterministic ?? device.IsCpu, warnOnly: !device.IsCpu);
        Randomness.Seed(config.Seed);
        return device;
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
            : throw new InputException("train.device", text, $"one of the {(Cuda.IsAvailable ? Cuda.DeviceCount : 0)} CUDA devices that this libtorch sees", "set train.device to cpu, or run panoptes doctor");
    }
}
