using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// Segments images of any size: whole or by sliding window, with or without test-time augmentation. Logits are resized to the size
/// asked for and the best class taken there; label maps are never resized.
/// </summary>
public sealed class Predictor
{
    // Below this an error of the tensor library is blamed on the image's size.
    private const int SmallSide = 64;
    private readonly Segmenter model;
    private readonly EvaluationConfig config;
    private readonly Normalization normalization;
    private readonly Device device;
    private readonly Precision precision;
    private readonly bool channelsLast;

    /// <summary>Makes a predictor for a model.</summary>
    /// <param name="model">The model; its weights stay where they are and as they are.</param>
    /// <param name="config">Whole or slide, scales, flip.</param>
    /// <param name="normalization">As in training.</param>
    /// <param name="device">Where the model lies.</param>
    /// <param name="precision">Arithmetic of the forward pass.</param>
    /// <param name="channelsLast">Whether images are laid out with channels innermost.</param>
    /// <exception cref="InputException">The configuration is out of range.</exception>
    public Predictor(
        Segmenter model, EvaluationConfig config, Normalization normalization, Device device = default, Precision precision = Precision.Fp32, bool channelsLast = true)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.model, this.config, this.normalization) = (model, config, normalization);
        (this.device, this.precision, this.channelsLast) = (device, precision, channelsLast);
    }

    /// <summary>Classes that the model tells apart.</summary>
    public int NumClasses => model.NumClasses;

    /// <summary>Makes the model faster for many images, its weights staying as they are (<see cref="Tensors.Modules.Module.PrepareInference"/>), until disposed.</summary>
    public IDisposable Prepare() => model.PrepareInference();

    /// <summary>The class of every pixel of an image, at the image's own size.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">What it is called in errors, such as its file; null calls it by its place.</param>
    /// <returns>Train ids.</returns>
    /// <exception cref="InputException">The model cannot take the image, or gives logits for it that are not finite; names it.</exception>
    public Plane<ushort> Predict(RgbImage image, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var scope = TensorScope.Open();
        return Score([image], image.Width, image.Height, name is null ? null : [name]).Labels()[0];
    }

    /// <summary>The class scores of a few images of one size.</summary>
    /// <param name="images">Images of the same size.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="names">What the images are called in errors, such as their files; null calls them by their place.</param>
    /// <returns>Scores that belong to the scope that is open; all finite.</returns>
    /// <exception cref="InputException">The model cannot take an image, or gives logits for it that are not finite; names it.</exception>
    public ClassMap Score(IReadOnlyList<RgbImage> images, int width, int height, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var wasTraining = model.IsTraining;
        model.Train(false);
        try
        {
            var views = config.Scales.SelectMany(scale => config.Flip ? new[] { (scale, false), (scale, true) } : [(scale, false)]).ToList();
            if (views.Count == 1)
            {
                var (logits, alignCorners) = NamedLogits(images, views[0], width, height, names);
                return new ClassMap(scope.Return(logits.Alias()), height, width, areProbabilities: false, alignCorners);
            }

            var sum = Tensor.Zeros([images.Count, model.NumClasses, height, width], DType.Float32, device);
            foreach (var view in views)
            {
                using var inner = TensorScope.Open();
                var (logits, alignCorners) = NamedLogits(images, view, width, height, names);
                sum.AddInPlace(Upsampling.ToSize(logits, height, width, alignCorners).Softmax(1));
            }

            sum.DivInPlace(views.Count);
            return new ClassMap(scope.Return(sum), height, width, areProbabilities: true);
        }
        finally
        {
            model.Train(wasTraining);
        }
    }

    private static string Size(RgbImage image) => $"{image.Width}x{image.Height} pixels";

    // A class is never taken from logits that are not finite: the largest of them is none.
    private (Tensor Logits, bool AlignCorners) NamedLogits(
        IReadOnlyList<RgbImage> images, (double Scale, bool Flip) view, int width, int height, IReadOnlyList<string>? names)
    {
        string Name(int index) => names?[index] ?? $"image {index}";
        (Tensor Logits, bool AlignCorners) result;
        try
        {
            result = Logits(images, view, width, height);
        }
        catch (InputException refused) when (refused.Source == "model input")
        {
            // All images of a batch are of one size.
            throw new InputException(Name(0), $"{Size(images[0])}, of which the model makes {refused.Found}", refused.Expected, refused.Advice, refused);
        }
        catch (TensorException refused) when (Math.Min(images[0].Width, images[0].Height) < SmallSide)
        {
            throw new InputException(
                Name(0), $"{Size(images[0])}, which the model cannot take ({refused.Message})", "a larger image", $"use images of at least {SmallSide} pixels a side", refused);
        }

        var finite = result.Logits.Isfinite();
        if (!finite.All().ToArray<bool>()[0])
        {
            using var scope = TensorScope.Open();
            var counts = finite.LogicalNot().Reshape([images.Count, -1]).Sum([1], dtype: DType.Int64).To(Device.Cpu).ToArray<long>();
            var bad = Array.FindIndex(counts, count => count > 0);
            throw new InputException(
                Name(bad),
                $"logits that are not finite ({counts[bad]} of {result.Logits.Count / images.Count})",
                "finite logits for every pixel",
                "use weights from before the training diverged, or train.precision=fp32; lower the learning rate where training goes on from here");
        }

        return result;
    }

    // Logits of one view, mirrored back. They go through the input's size on their way to the result's, as the reference does; where the two
    // are the same, that is left to whoever takes the best class.
    private (Tensor Logits, bool AlignCorners) Logits(IReadOnlyList<RgbImage> images, (double Scale, bool Flip) view, int width, int height)
    {
        var input = Input(images, Placement(images[0], view));
        var (logits, alignCorners) = config.Mode == EvaluationMode.Slide ? Slide(input) : Forward(input);
        if (view.Flip)
        {
            logits = logits.Flip([3]);
        }

        var isFinal = input.Size(2) == height && input.Size(3) == width;
        return (isFinal ? logits : Upsampling.ToSize(logits, input.Size(2), input.Size(3), alignCorners), alignCorners);
    }

    private Geometry Placement(RgbImage image, (double Scale, bool Flip) view)
    {
        var scale = view.Scale;
        if (config.Size.Count == 2)
        {
            scale *= Math.Min((double)config.Size[0] / image.Height, (double)config.Size[1] / image.Width);
        }

        var geometry = Geometry.Identity(image.Width, image.Height);
        if (scale != 1)
        {
            geometry = geometry.Resize(Scaled(image.Width, scale), Scaled(image.Height, scale));
        }

        return view.Flip ? geometry.FlipHorizontal() : geometry;
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)((length * scale) + 0.5));

    private Tensor Input(IReadOnlyList<RgbImage> images, Geometry geometry)
    {
        var input = Tensor.Empty([images.Count, 3, geometry.Height, geometry.Width]);
        var values = input.Data<float>();
        var size = 3 * geometry.Height * geometry.Width;
        for (var n = 0; n < images.Count; n++)
        {
            Resampler.ColorToPlanarFloat(images[n], geometry, normalization, values.Slice(n * size, size), threads: Environment.ProcessorCount);
        }

        input = input.To(device);
        return channelsLast ? input.ToMemoryFormat(MemoryFormat.ChannelsLast) : input;
    }

    private (Tensor Logits, bool AlignCorners) Slide(Tensor input)
    {
        var alignCorners = false;
        var (height, width) = ((int)input.Size(2), (int)input.Size(3));
        var (windowHeight, windowWidth) = (Math.Min(config.Window[0], height), Math.Min(config.Window[1], width));
        var where = config.AccumulateOnCpu ? Device.Cpu : device;
        var sum = Tensor.Zeros([input.Size(0), model.NumClasses, height, width], DType.Float32, where);
        var count = Tensor.Zeros([1, 1, height, width], DType.Float32, where);
        foreach (var top in SlidingWindows.Starts(height, config.Window[0], config.Stride[0]))
        {
            foreach (var left in SlidingWindows.Starts(width, config.Window[1], config.Stride[1]))
            {
                using var scope = TensorScope.Open();
                (var logits, alignCorners) = Forward(Window(input));
                Window(sum).AddInPlace(Upsampling.ToSize(logits, windowHeight, windowWidth, alignCorners).To(where));
                Window(count).AddInPlace(1);

                Tensor Window(Tensor map) => map.Narrow(2, top, windowHeight).Narrow(3, left, windowWidth);
            }
        }

        sum.DivInPlace(count);
        return (sum.To(device), alignCorners);
    }

    // Logits at the head's stride, in 32 bits.
    private (Tensor Logits, bool AlignCorners) Forward(Tensor input)
    {
        var outputs = precision == Precision.Fp32 ? model.Forward(input) : ForwardIn(input, precision == Precision.Bf16 ? DType.BFloat16 : DType.Float16);
        if (outputs is not SemanticOutputs semantic)
        {
            throw new InputException("model", $"outputs of kind {outputs.GetType().Name}", "class logits per pixel", "choose a semantic model");
        }

        return (semantic.Logits.To(DType.Float32), semantic.AlignCorners);
    }

    private SegmenterOutputs ForwardIn(Tensor input, DType dtype)
    {
        using var autocast = Autocast.Enter(device, dtype);
        return model.Forward(input);
    }
}
