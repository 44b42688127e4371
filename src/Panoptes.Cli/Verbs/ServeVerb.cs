using System.CommandLine;
using System.Runtime.CompilerServices;
using Panoptes.Cli.CommandLine;
using Panoptes.Cli.Serving;
using Panoptes.Experiments.Sessions;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Models;

namespace Panoptes.Cli.Verbs;

/// <summary><c>serve</c>: a model behind HTTP.</summary>
internal static class ServeVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "A model that export wrote (.onnx), or a run's folder; with --model there is none.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var source = new SourceOptions();
        var bounds = new ServeOptions();
        var settings = new Option<string[]>("--set")
        {
            Description = "Of a run or of weights: a setting that differs from its own, such as train.evaluation.flip=true; may be "
                + "repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var verb = new Verb(
            "serve",
            "Answers images over HTTP with what a model sees in them: JSON with classes, boxes, scores and masks, or PNG. Images that come "
                + "together go through the model together; more than fit are refused. Listens on this machine alone, and prints the "
                + "address with a token that requests need. Ctrl-C ends it once every request is answered.",
            "./panoptes serve model.onnx",
            "./panoptes serve runs/RUN --port 9000 --batch 4 --queue 16",
            "./panoptes serve --weights espnetv2_s_2.0_city_1024x512.pth --model espnetv2_200")
            {
                model,
                source.Weights,
                source.Model,
                source.Classes,
                settings,
            };
        bounds.AddTo(verb);
        source.RequireOne(verb, model, "an exported model, a run's folder");
        verb.SetAction((parsed, cancel) =>
        {
            var (name, output) = (parsed.GetValue(model), parsed.InvocationConfiguration.Output);
            var options = bounds.Of(parsed);
            var changed = parsed.GetValue(settings) ?? [];
            if (!ExportedModel.IsNamed(name))
            {
                return ServeTensors(source.Of(parsed, model, []).Source, changed, options, output, cancel);
            }

            ExportedModel.RequireAlone(
                name!, changed.Length > 0 || parsed.GetValue(source.Weights) is not null || parsed.GetValue(source.Classes) is not null);
            return Serve(OnnxModel.Open(name!), options, output, cancel);
        });
        return verb;
    }

    // Kept apart, so that nothing of the tensor engine is loaded for an exported model.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> ServeTensors(
        ModelSource source, IReadOnlyList<string> settings, ServingOptions options, TextWriter output, CancellationToken cancel) =>
        Serve(new TensorModel(LoadedModel.Open(source, settings, output.WriteLine)), options, output, cancel);

    private static async Task<int> Serve(IServedModel model, ServingOptions options, TextWriter output, CancellationToken cancel)
    {
        using (model)
        {
            var host = await ServingHost.Start(model, options, cancel);
            await using (host)
            {
                var token = host.Token is { } secret ? $" -H 'Authorization: Bearer {secret}'" : "";
                await output.WriteLineAsync($"{model.Info.Name} ({model.Info.Task}, {model.Info.Engine}): {host.Address}");
                await output.WriteLineAsync($"curl{token} -F image=@FILE {host.Root}predict");
                await output.FlushAsync(cancel);
                await host.WaitForEnd();
            }
        }

        return ExitCode.Done;
    }
}
