namespace Panoptes.Diagnosis.RoundTrips;

/// <summary>How well labels that went the image's way agree with labels that went their own; fractions.</summary>
/// <param name="MeanIoU">Mean over the classes.</param>
/// <param name="PQ">Panoptic quality.</param>
/// <param name="PQThings">Panoptic quality of things; not a number where there are none.</param>
/// <param name="PQStuff">Panoptic quality of stuff; not a number where there is none.</param>
/// <param name="Reference">The mean IoU that pixel-center nearest reaches on the same samples: no label path can do better.</param>
public sealed record RoundTripScores(double MeanIoU, double PQ, double PQThings, double PQStuff, double Reference)
{
    /// <summary>What they say (section 12.4): small objects lower the reference too, so that what is short of it counts.</summary>
    public RoundTripGate Gate =>
        MeanIoU >= 0.96 || Reference - MeanIoU <= 0.01 ? RoundTripGate.Pass
        : MeanIoU < 0.9 && Reference - MeanIoU > 0.05 ? RoundTripGate.Fail
        : RoundTripGate.SubPixel;
}

/// <summary>What a round trip says.</summary>
public enum RoundTripGate
{
    /// <summary>Both ways agree as far as two ways can.</summary>
    Pass,

    /// <summary>They differ by less than a pixel: another nearest-neighbor rule.</summary>
    SubPixel,

    /// <summary>Labels do not go where their image goes.</summary>
    Fail,
}
