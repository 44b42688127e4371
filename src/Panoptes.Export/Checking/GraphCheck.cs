using System.Diagnostics;
using Panoptes.Data.Samples;
using Panoptes.Export.Detectors;
using Panoptes.Export.Predictions;
using Panoptes.Export.Recordings;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Export.Checking;

/// <summary>Gives the same inputs to a network and to its graph in OnnxRuntime, and compares what they say.</summary>
internal sealed class GraphCheck(Segmenter model, OnnxNetwork network, CheckedImages images, EvaluationConfig evaluation)
{
    private readonly List<double> ownSeconds = [];
    private readonly List<double> graphSeconds = [];
    private (double Error, string Output) worst = (0, "");
    private long same;
    private long pixels;
    private (long Alike, long All) objects;

    /// <summary>Compares.</summary>
    /// <param name="progress">Told how many images are done.</param>
    public CheckResult Run(Action<int> progress)
    {
        var kind = Kind();
        var own = kind is null ? null : new EvaluationCounts([kind], images.Truth!.Classes, evaluation);
        var graphs = kind is null ? null : new EvaluationCounts([kind], images.Truth!.Classes, evaluation);
        using var noGrad = Autograd.NoGrad();
        using var prepared = model.PrepareInference();
        model.Eval();
        for (var k = 0; k < images.Count; k++)
        {
            var (image, sample) = images.Read(k);
            var input = network.Prepare(image);
            var (said, graph) = (Forward(input, k == 0), Graph(input, k == 0));
            if (network.Contract.Outputs == OutputKind.Objects)
            {
                CompareObjects(new FoundRows(said), new FoundRows(graph), Math.Max(input.InputWidth, input.InputHeight));
                progress(k + 1);
                continue;
            }

            Compare(said, graph);
            var (first, second) = (
                new OnnxPrediction(network.Contract, input, said), new OnnxPrediction(network.Contract, input, graph));
            CompareLabels(first, second);
            if (sample is not null)
            {
                IReadOnlyList<(int, Sample)> batch = [(k, sample)];
                own?.Add(batch, first);
                graphs?.Add(batch, second);
            }

            progress(k + 1);
        }

        return new CheckResult(
            images.Count, worst.Error, worst.Output, pixels == 0 ? null : (double)same / pixels, own?.Result().Primary,
            graphs?.Result().Primary, Median(ownSeconds), Median(graphSeconds))
        {
            Objects = network.Contract.Outputs == OutputKind.Objects ? objects : null,
        };
    }

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private EvaluationKind? Kind() => (images.Truth, network.Contract.Task, network.Contract.Outputs) switch
    {
        (null, _, _) or (_, "instance", _) or (_, _, OutputKind.Kernels or OutputKind.Objects) => null,
        (_, "panoptic", OutputKind.Masks) => EvaluationKind.Panoptic,
        var (truth, _, _) => truth.Available.HasFlag(SampleParts.Labels) ? EvaluationKind.Semantic : null,
    };

    // The first of all warms up.
    private List<NetworkOutput> Forward(PreparedImage input, bool warms)
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.From<float>(input.Values, 1, 3, input.InputHeight, input.InputWidth).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var reading = network.Contract.Outputs == OutputKind.Labels;
        if (warms)
        {
            using var first = TensorScope.Open();
            model.Forward(tensor);
        }

        var clock = Stopwatch.StartNew();
        var forward = model.Forward(tensor);
        var outputs = forward is Detections found ? FoundRows.Of(found) : NamedOutputs.Of(forward, tensor, reading);
        ownSeconds.Add(clock.Elapsed.TotalSeconds);
        return [.. outputs.Select(entry => new NetworkOutput(
            entry.Name, [.. entry.Tensor.Shape.ToArray().Select(size => (int)size)], entry.Tensor.To(DType.Float32).ToArray<float>()))];
    }

    private IReadOnlyList<NetworkOutput> Graph(PreparedImage input, bool warms)
    {
        if (warms)
        {
            network.Run(input);
        }

        var clock = Stopwatch.StartNew();
        var outputs = network.Run(input);
        graphSeconds.Add(clock.Elapsed.TotalSeconds);
        return outputs;
    }

    private void Compare(List<NetworkOutput> said, IReadOnlyList<NetworkOutput> graph)
    {
        foreach (var output in said.Where(output => output.Name != NamedOutputs.Labels))
        {
            var other = graph.First(each => each.Name == output.Name).Values;
            var (largest, difference) = (0f, 0f);
            for (var i = 0; i < other.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(output.Values[i]));
                difference = Math.Max(difference, Math.Abs(output.Values[i] - other[i]));
            }

            if (difference / Math.Max(largest, 1e-6f) is var error && !(error <= worst.Error))
            {
                worst = (error, output.Name);
            }
        }
    }

    private void CompareObjects(FoundRows own, FoundRows graph, int side)
    {
        var taken = new HashSet<int>();
        for (var row = 0; row < own.Count; row++)
        {
            var (other, error) = own.Match(row, graph, taken);
            if (other >= 0)
            {
                taken.Add(other);
                objects.Alike++;
                worst = error / side > worst.Error ? (error / side, DetectorPass.Boxes) : worst;
            }
        }

        objects.All += own.Count + graph.Count - taken.Count;
    }

    private void CompareLabels(OnnxPrediction own, OnnxPrediction graph)
    {
        if (network.Contract.Outputs == OutputKind.Kernels)
        {
            return;
        }

        var (first, second) = (own.Labels()[0].Pixels, graph.Labels()[0].Pixels);
        pixels += first.Length;
        for (var i = 0; i < first.Length; i++)
        {
            same += first[i] == second[i] ? 1 : 0;
        }
    }
}
