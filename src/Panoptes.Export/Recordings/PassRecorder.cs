using Panoptes.Export.Detectors;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Recordings;

/// <summary>Runs a network once and writes down what it computes.</summary>
internal static class PassRecorder
{
    /// <summary>Runs it in evaluation on an image of random numbers.</summary>
    /// <param name="model">The network.</param>
    /// <param name="batch">Images.</param>
    /// <param name="height">Their height in pixels.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <param name="reading">Whether the classes of pixels are read, too.</param>
    /// <param name="look">Shown what the network put out, null of a detector, which is recorded in steps of its own; or null.</param>
    /// <exception cref="InputException">What it computes follows from values that it reads, and so cannot be told as a graph.</exception>
    public static RecordedPass Record(
        Segmenter model, long batch, long height, long width, bool reading,
        Action<SegmenterOutputs?>? look = null)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var wasTraining = model.IsTraining;
        var random = Randomness.GetState(Device.Cpu);
        model.Train(false);
        try
        {
            var images = Ops.Randn([batch, 3, height, width], DType.Float32);

            // What a network draws in evaluation is a constant of its graph: the same one in every pass.
            Randomness.Seed(0);
            using var recorder = OperatorRecorder.Open([(RecordedPass.Images, images)], model.StateDict());
            var said = model is MaskRcnn ? null : model.Forward(images);
            var outputs = said is null ? DetectorPass.Outputs((MaskRcnn)model, images) : NamedOutputs.Of(said, images, reading);
            var recorded = outputs.Select(entry => (entry.Name, recorder.ValueOf(entry.Tensor))).ToList();
            look?.Invoke(said);
            return new RecordedPass([.. recorder.Calls], [(RecordedPass.Images, recorder.ValueOf(images))], recorded);
        }
        catch (UnrecordableException e)
        {
            throw new InputException(
                $"the model {model.GetType().Name}", e.Message, "a network whose steps are the same for every image",
                "export a network that puts out maps or masks; boxes that are sorted out on the way have no graph", e);
        }
        finally
        {
            model.Train(wasTraining);
            Randomness.SetState(Device.Cpu, random);
        }
    }
}
