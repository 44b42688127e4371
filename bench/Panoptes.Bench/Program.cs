using System.Text.Json;
using Panoptes.Bench;

// One measurement a run, printed as one JSON line: bench/compare.py and bench/gpu.py start this and its peers in turn.
var arguments = new Arguments(args);
var result = arguments.Verb switch
{
    "dispatch" => DispatchBench.Run(),
    "step" => StepBench.Run(arguments),
    "products" => ProductsBench.Run(arguments),
    "throughput" => ThroughputBench.Run(arguments),
    "loader" => LoaderBench.Run(arguments),
    "batch_changes" => BatchChangesBench.Run(arguments),
    "memory" => MemoryBench.Run(arguments),
    "mask2former" => MaskBench.Network(arguments),
    "eomt" => EomtBench.Run(arguments),
    "deformable" => MaskBench.Deformable(arguments),
    "panoptic_fcn" => KernelNetworkBench.Run(arguments),
    "boxes" => BoxBench.Run(arguments),
    "mask_rcnn" => DetectorBench.Run(arguments),
    "attention" => AttentionBench.Run(arguments),
    "convolutions" => ConvolutionBench.Run(arguments),
    "deformable_convolution" => DeformableConvolutionBench.Run(arguments),
    _ => throw new ArgumentException(
        $"unknown measurement '{arguments.Verb}': dispatch, step, products, throughput, loader, batch_changes, memory, mask2former, eomt, "
            + "deformable, attention, convolutions, deformable_convolution, panoptic_fcn, boxes, mask_rcnn"),
};
Console.WriteLine(JsonSerializer.Serialize(result));
