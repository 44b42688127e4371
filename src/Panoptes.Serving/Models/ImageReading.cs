using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Serving.Models;

/// <summary>What a model sees in an image.</summary>
public abstract record ImageReading
{
    private ImageReading()
    {
    }

    /// <summary>A class for every pixel.</summary>
    /// <param name="Classes">Train ids, of the image's size.</param>
    public sealed record Labels(Plane<ushort> Classes) : ImageReading;

    /// <summary>Segments that do not overlap.</summary>
    /// <param name="Prediction">The segments, of the image's size.</param>
    public sealed record Segments(PanopticPrediction Prediction) : ImageReading;

    /// <summary>Objects that may overlap.</summary>
    /// <param name="Prediction">The objects, the surest first.</param>
    public sealed record Objects(InstancePrediction Prediction) : ImageReading;
}
