// Trains a segmenter without the training engine: what a step is, on one page. It has no checkpoints, no resuming and no checks;
// Panoptes.Training adds those around the same lines.
//
//     PlainLoop [STEPS] [CAMVID_STYLE_FOLDER] [WEIGHTS]
//
// Without a folder it trains on made-up street scenes. The last line is the score on images that were not trained on.
using System.Diagnostics;
using System.Globalization;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Metrics.Semantic;
using Panoptes.Models.Catalog;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Optimizers;

const int BatchSize = 4;
const long Seed = 1;
const double BaseRate = 1e-3;
const double Power = 0.9;
const long SumReduction = 2;

var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
var (train, validation) = args.Length > 1
    ? (Datasets.Open(new DataConfig { Root = args[1] }, "train"), Datasets.Open(new DataConfig { Root = args[1] }, "val"))
    : ((IDataset)new SyntheticDataset(new SyntheticScenes(192, 96, Seed), 200), new SyntheticDataset(
        new SyntheticScenes(192, 96, Seed), 20, first: 200));
var classes = train.Classes;
Console.WriteLine($"{train.Count} images to train on, {validation.Count} to measure on, {classes.Count} classes");

// The model: a published architecture, from published backbone weights where given.
Randomness.Seed(Seed);
var modelConfig =
    new ModelConfig { Name = "deeplabv3plus_mobilenetv2", NumClasses = classes.Count, Weights = args.Length > 2 ? args[2] : null };
using var model = ModelCatalog.Create(modelConfig);
Pretrained.Load(model, modelConfig);
model.ToMemoryFormat(MemoryFormat.ChannelsLast);

// The samples: batch i is a function of (seed, i), whatever was taken before.
var augmentation = new AugmentationConfig { Crop = args.Length > 1 ? [320, 416] : [96, 192] };
using var loader = new BatchLoader(train, augmentation, new LoaderConfig(), BatchSize, Seed);

// The update: AdamW on all parameters.
var parameters = model.NamedParameters();
using var optimizer = new AdamW([new ParameterGroup(parameters, BaseRate, weightDecay: 0.01)]);

var clock = Stopwatch.StartNew();
for (var step = 0; step < steps; step++)
{
    // Every tensor of the step is freed when the scope closes; the weights and the optimizer's state are kept elsewhere.
    using var scope = TensorScope.Open();
    using var batch = loader.Take(step);
    optimizer.Groups[0].LearningRate = BaseRate * Math.Pow(1 - ((double)step / steps), Power);

    var outputs = (SemanticOutputs)model.Forward(batch.Images.ToMemoryFormat(MemoryFormat.ChannelsLast));
    var loss = Loss(outputs.Logits, batch.Labels);
    foreach (var (_, logits) in outputs.Auxiliary)
    {
        loss += Loss(logits, batch.Labels) * 0.4;
    }

    optimizer.ZeroGrad();
    loss.Backward();
    optimizer.Step();

    if ((step + 1) % 10 == 0 || step + 1 == steps)
    {
        Console.WriteLine(
            $"step {step + 1}/{steps} loss {loss.Item():0.0000} {(step + 1) * BatchSize / clock.Elapsed.TotalSeconds:0.0} images/s");
    }
}

SafetensorsWriter.Write("plain-loop.safetensors", model);
var scores = Measure(model, validation);
Console.WriteLine($"mIoU {scores.MeanIoU:P2}, pixel accuracy {scores.PixelAccuracy:P2}, weights in plain-loop.safetensors");

// Logits are brought to the labels' size, never the labels to the logits'; void pixels count nowhere.
Tensor Loss(Tensor logits, Tensor labels)
{
    var full = logits.Contiguous().UpsampleBilinear2d([labels.Size(1), labels.Size(2)], alignCorners: false);
    return full.CrossEntropyLoss(labels, null, SumReduction, classes.VoidTrainId) / labels.Count;
}

SemanticScores Measure(Module trained, IDataset images)
{
    var confusion = new ConfusionMatrix(classes.Count);
    trained.Eval();
    using var noGrad = Autograd.NoGrad();
    for (var i = 0; i < images.Count; i++)
    {
        using var scope = TensorScope.Open();
        var sample = images.Load(i, SampleParts.Semantic);
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var pixels = new float[3 * width * height];
        Resampler.ColorToPlanarFloat(sample.Image, Geometry.Identity(width, height), Normalization.ImageNet, pixels);
        var outputs = (SemanticOutputs)model.Forward(Tensor.From<float>(pixels, 1, 3, height, width));
        var labels = sample.Labels!;
        var best = outputs.LogitsAt(labels.Height, labels.Width).Argmax(1);
        confusion.Add<long>([.. labels.Pixels.Select(label => (long)label)], best.Contiguous().Data<long>(), classes.VoidTrainId);
    }

    return SemanticScores.From(confusion, classes.Names);
}
