namespace Panoptes.Experiments.Links;

/// <summary>What adding a tensor up over all processes takes.</summary>
/// <param name="Bytes">The tensor's size.</param>
/// <param name="Count">How often it was measured.</param>
/// <param name="Seconds">The median.</param>
public sealed record MeasuredSum(long Bytes, int Count, double Seconds)
{
    /// <summary>Algorithm bandwidth: size over time, in MB (1e6 bytes) a second.</summary>
    public double MegabytesPerSecond => Bytes / Seconds / 1e6;
}
