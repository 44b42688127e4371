using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Views;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;

namespace Panoptes.Training.Evaluation.Predictions;

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
    private readonly ReadingOptions reading;

    /// <summary>Makes a predictor for a model.</summary>
    /// <param name="model">The model; its weights stay where they are and as they are.</param>
    /// <param name="config">Whole or slide, scales, flip.</param>
    /// <param name="normalization">As in training.</param>
    /// <param name="device">Where the model lies.</param>
    /// <param name="precision">Arithmetic of the forward pass.</param>
    /// <param name="channelsLast">Whether images are laid out with channels innermost.</param>
    /// <param name="reading">How masks become segments and objects; only networks that predict masks need it.</param>
    /// <exception cref="InputException">The configuration is out of range.</exception>
    public Predictor(
        Segmenter model,
        EvaluationConfig config,
        Normalization normalization,
        Device device = default,
        Precision precision = Precision.Fp32,
        bool channelsLast = true,
        ReadingOptions? reading = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.model, this.config, this.normalization) = (model, config, normalization);
        (this.device, this.precision, this.channelsLast) = (device, precision, channelsLast);
        this.reading = reading ?? ReadingOptions.None;
    }

    /// <summary>Classes that the model tells apart.</summary>
    public int NumClasses => model.NumClasses;

    /// <summary>
    /// Makes the model faster for many images, its weights staying as they are (<see cref="Tensors.Modules.Module.PrepareInference"/>),
    /// until disposed.
    /// </summary>
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

    /// <summary>What the model says of a few images of one size.</summary>
    /// <param name="images">Images of the same size.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="names">What the images are called in errors, such as their files; null calls them by their place.</param>
    /// <returns>A prediction that belongs to the scope that is open; logits are all finite.</returns>
    /// <exception cref="InputException">The model cannot take an image, or gives logits for it that are not finite; names it.</exception>
    public IBatchPrediction Score(IReadOnlyList<RgbImage> images, int width, int height, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var wasTraining = model.IsTraining;
        model.Train(false);
        try
        {
            var views = config.Scales.SelectMany(
                scale => config.Flip ? new[] { (scale, false), (scale, true) } : [(scale, false)]).ToList();
            if (views is [(_, false)] && config.Mode == EvaluationMode.Whole)
            {
                return WholeImages(scope, images, views[0], width, height, names);
            }

            if (model is MaskRcnn detector && config.Mode == EvaluationMode.Whole)
            {
                return MergedViews(scope, detector, images, views, width, height, names);
            }

            if (reading.HasSegments && config.Mode == EvaluationMode.Whole && MaskViews.CanJoin(model.OutputKind))
            {
                return JoinedViews(scope, images, views, width, height, names);
            }

            if (views.Count == 1)
            {
                var only = NamedScores(images, views[0], width, height, names);
                return new ClassMap(scope.Return(only.Values.Alias()), height, width, areProbabilities: !only.AreLogits, only.AlignCorners)
                {
                    HasLikelihood = only.AreLogits,
                };
            }

            var sum = Tensor.Zeros([images.Count, model.NumClasses, height, width], DType.Float32, device);
            var areLogits = true;
            foreach (var view in views)
            {
                using var inner = TensorScope.Open();
                var scores = NamedScores(images, view, width, height, names);
                areLogits = scores.AreLogits;
                var full = Upsampling.ToSize(scores.Values, height, width, scores.AlignCorners);
                sum.AddInPlace(areLogits ? full.Softmax(1) : full);
            }

            sum.DivInPlace(views.Count);
            return new ClassMap(scope.Return(sum), height, width, areProbabilities: true) { HasLikelihood = areLogits };
        }
        finally
        {
            model.Train(wasTraining);
        }
    }

    private static string Size(RgbImage image) => $"{image.Width}x{image.Height} pixels";

    private IBatchPrediction WholeImages(
        TensorScope scope, IReadOnlyList<RgbImage> images, (double Scale, bool Flip) view, int width, int height,
        IReadOnlyList<string>? names)
    {
        string Name(int index) => names?[index] ?? $"image {index}";
        var geometry = Placement(images[0], view);
        var outputs = Named(images, Name, () => Forward(Input(images, geometry)));
        if (outputs is MaskOutputs masks)
        {
            foreach (var each in masks.Logits)
            {
                RequireFinite(each, images.Count, Name);
            }

            var size = new ReadingSize(geometry.Height, geometry.Width, height, width);
            return new MaskOutputsPrediction(masks.Return(scope), images.Count, size, reading);
        }

        var (logits, alignCorners) = Logits(outputs);
        RequireFinite(logits, images.Count, Name);
        var resized = AtInputSize(logits, alignCorners, (geometry.Height, geometry.Width), (height, width));
        return new ClassMap(scope.Return(resized.Alias()), height, width, areProbabilities: false, alignCorners);
    }

    // Images one by one, so that the memory does not grow with the batch, and the views of each one after the other.
    private MaskOutputsPrediction MergedViews(
        TensorScope scope, MaskRcnn detector, IReadOnlyList<RgbImage> images, IReadOnlyList<(double Scale, bool Flip)> views, int width,
        int height, IReadOnlyList<string>? names)
    {
        var (found, stuff) = (new List<FoundBoxes>(), new List<Tensor>());
        for (var n = 0; n < images.Count; n++)
        {
            using var inner = TensorScope.Open();
            var name = names?[n] ?? $"image {n}";
            var seen = new DetectorViews(detector, height, width);
            foreach (var view in views)
            {
                using var ofView = TensorScope.Open();
                var geometry = Placement(images[n], view);
                var outputs = Named(
                    [images[n]], _ => name, () => InPrecision(() => detector.Look(Input([images[n]], geometry))));
                foreach (var each in outputs.Logits)
                {
                    RequireFinite(each, 1, _ => name);
                }

                InPrecision(() => seen.Add(new ImageView(geometry.Height, geometry.Width, view.Flip), outputs)).Return(ofView);
            }

            found.Add(InPrecision(seen.Objects).Return(inner));
            stuff.AddRange(seen.Stuff() is { } own ? [inner.Return(own)] : Array.Empty<Tensor>());
        }

        var merged = detector.Merged(found, stuff.Count > 0 ? stuff : null);
        return new MaskOutputsPrediction(merged.Return(scope), images.Count, ReadingSize.Same(height, width), reading);
    }

    // The images of a batch together, their views one after the other; what is read of each is kept until it is.
    private MaskViewsPrediction JoinedViews(
        TensorScope scope, IReadOnlyList<RgbImage> images, IReadOnlyList<(double Scale, bool Flip)> views, int width, int height,
        IReadOnlyList<string>? names)
    {
        string Name(int index) => names?[index] ?? $"image {index}";
        var seen = new List<(ImageView View, MaskOutputs Outputs)>();
        foreach (var view in views)
        {
            using var inner = TensorScope.Open();
            var geometry = Placement(images[0], view);
            var outputs = (MaskOutputs)Named(images, Name, () => Forward(Input(images, geometry)));
            foreach (var each in outputs.Logits)
            {
                RequireFinite(each, images.Count, Name);
            }

            seen.Add((new ImageView(geometry.Height, geometry.Width, view.Flip), MaskViews.Keep(outputs, inner)));
        }

        return new MaskViewsPrediction(
            [.. seen.Select(each => (each.View, each.Outputs.Return(scope)))], images.Count, height, width, reading);
    }

    // Scores of one view, mirrored back: logits, or of networks that predict masks the sums of class times mask probability.
    private Scores NamedScores(
        IReadOnlyList<RgbImage> images, (double Scale, bool Flip) view, int width, int height, IReadOnlyList<string>? names)
    {
        string Name(int index) => names?[index] ?? $"image {index}";
        var scores = Named(images, Name, () =>
        {
            var input = Input(images, Placement(images[0], view));
            var found = config.Mode == EvaluationMode.Whole ? ScoresOf(Forward(input), input) : InWindows(input);
            var upright = view.Flip ? found.Values.Flip([3]) : found.Values;
            var resized = AtInputSize(upright, found.AlignCorners, (input.Size(2), input.Size(3)), (height, width));
            return found with { Values = resized };
        });
        RequireFinite(scores.Values, images.Count, Name);
        return scores;
    }

    // Logits go through the input's size on their way to the result's, as the reference does; where the two are the same, that is left to
    // whoever takes the best class.
    private static Tensor AtInputSize(Tensor logits, bool alignCorners, (long Height, long Width) input, (int Height, int Width) result) =>
        input == result ? logits : Upsampling.ToSize(logits, input.Height, input.Width, alignCorners);

    private static T Named<T>(IReadOnlyList<RgbImage> images, Func<int, string> name, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (InputException refused) when (refused.Source == "model input")
        {
            // All images of a batch are of one size.
            throw new InputException(
                name(0), $"{Size(images[0])}, of which the model makes {refused.Found}", refused.Expected, refused.Advice, refused);
        }
        catch (TensorException refused) when (Math.Min(images[0].Width, images[0].Height) < SmallSide)
        {
            throw new InputException(
                name(0),
                $"{Size(images[0])}, which the model cannot take ({refused.Message})",
                "a larger image",
                $"use images of at least {SmallSide} pixels a side",
                refused);
        }
    }

    // A class is never taken from logits that are not finite: the largest of them is none.
    private static void RequireFinite(Tensor logits, int images, Func<int, string> name)
    {
        var finite = logits.Isfinite();
        if (!finite.All().ToArray<bool>()[0])
        {
            using var scope = TensorScope.Open();
            var counts = finite.LogicalNot().Reshape([images, -1]).Sum([1], dtype: DType.Int64).To(Device.Cpu).ToArray<long>();
            var bad = Array.FindIndex(counts, count => count > 0);
            throw new InputException(
                name(bad),
                $"logits that are not finite ({counts[bad]} of {logits.Count / images})",
                "finite logits for every pixel",
                "use weights from before the training diverged, or train.precision=fp32; lower the learning rate where training goes on "
                    + "from here");
        }
    }

    private Geometry Placement(RgbImage image, (double Scale, bool Flip) view)
    {
        var (width, height) = config.InputSize(image.Width, image.Height, view.Scale);
        var geometry = Geometry.Identity(image.Width, image.Height);
        geometry = (width, height) == (image.Width, image.Height) ? geometry : geometry.Resize(width, height);
        return view.Flip ? geometry.FlipHorizontal() : geometry;
    }

    private Tensor Input(IReadOnlyList<RgbImage> images, Geometry geometry)
    {
        var input = Tensor.Empty([images.Count, 3, geometry.Height, geometry.Width]);
        var values = input.Data<float>();
        var size = 3 * geometry.Height * geometry.Width;
        for (var n = 0; n < images.Count; n++)
        {
            Resampler.ColorToPlanarFloat(
                images[n], geometry, normalization, values.Slice(n * size, size), threads: Threads.Count);
        }

        input = input.To(device);
        return channelsLast ? input.ToMemoryFormat(MemoryFormat.ChannelsLast) : input;
    }

    private Scores InWindows(Tensor input)
    {
        var (alignCorners, areLogits) = (false, true);
        var (height, width) = ((int)input.Size(2), (int)input.Size(3));
        var (windowHeight, windowWidth) = (Math.Min(config.Window[0], height), Math.Min(config.Window[1], width));
        var where = config.AccumulateOnCpu ? Device.Cpu : device;
        var sum = Tensor.Zeros([input.Size(0), model.NumClasses, height, width], DType.Float32, where);
        var count = Tensor.Zeros([1, 1, height, width], DType.Float32, where);
        foreach (var top in Starts(height, 0))
        {
            foreach (var left in Starts(width, 1))
            {
                using var scope = TensorScope.Open();
                var window = Window(input);
                (var scores, alignCorners, areLogits) = ScoresOf(Forward(window), window);
                Window(sum).AddInPlace(Upsampling.ToSize(scores, windowHeight, windowWidth, alignCorners).To(where));
                Window(count).AddInPlace(1);

                Tensor Window(Tensor map) => map.Narrow(2, top, windowHeight).Narrow(3, left, windowWidth);
            }
        }

        sum.DivInPlace(count);
        return new Scores(sum.To(device), alignCorners, areLogits);

        IReadOnlyList<int> Starts(int length, int axis) => config.Mode == EvaluationMode.Cover
            ? CoveringWindows.Starts(length, config.Window[axis])
            : SlidingWindows.Starts(length, config.Window[axis], config.Stride[axis]);
    }

    // Scores at the head's stride, or of masks at the input's size, in 32 bits.
    private static Scores ScoresOf(SegmenterOutputs outputs, Tensor input)
    {
        if (outputs is not MaskOutputs masks)
        {
            var (logits, alignCorners) = Logits(outputs);
            return new Scores(logits, alignCorners, AreLogits: true);
        }

        var size = ReadingSize.Same((int)input.Size(2), (int)input.Size(3));
        Tensor[] each = [.. Enumerable.Range(0, (int)input.Size(0)).Select(image => masks.Scores(image, size))];
        return new Scores(Ops.Stack(each), AlignCorners: false, AreLogits: false);
    }

    private static (Tensor Logits, bool AlignCorners) Logits(SegmenterOutputs outputs) => outputs is SemanticOutputs semantic
        ? (semantic.Logits.To(DType.Float32), semantic.AlignCorners)
        : throw new InputException(
            "model", $"outputs of kind {outputs.GetType().Name}", "class logits per pixel, or masks", "choose another model");

    private SegmenterOutputs Forward(Tensor input) => InPrecision(() => model.Forward(input));

    private T InPrecision<T>(Func<T> run)
    {
        if (precision == Precision.Fp32)
        {
            return run();
        }

        using var autocast = Autocast.Enter(device, precision == Precision.Bf16 ? DType.BFloat16 : DType.Float16);
        return run();
    }

    private readonly record struct Scores(Tensor Values, bool AlignCorners, bool AreLogits);
}
