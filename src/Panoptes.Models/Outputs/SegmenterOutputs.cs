namespace Panoptes.Models.Outputs;

/// <summary>What a segmenter says about a batch; each kind of network has its own record.</summary>
public abstract record SegmenterOutputs;
