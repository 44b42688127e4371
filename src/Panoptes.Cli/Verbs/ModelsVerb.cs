using System.CommandLine;
using Panoptes.Models;
using Panoptes.Tensors;

namespace Panoptes.Cli;

/// <summary><c>models</c>: what can be trained.</summary>
internal static class ModelsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("models", "Lists the models.") { List() };

    private static Verb List()
    {
        var sizes = new Option<bool>("--sizes") { Description = "Make each model and count its parameters." };
        var classes = new Option<int>("--classes") { Description = "Classes told apart, for --sizes.", DefaultValueFactory = _ => 19, HelpName = "N" };
        var verb = new Verb("list", "Lists the names that model.name knows.", "./panoptes models list", "./panoptes models list --sizes --classes 11") { sizes, classes };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            foreach (var name in ModelCatalogue.Names)
            {
                output.WriteLine(parsed.GetValue(sizes) ? $"{name,-28} {Parameters(name, parsed.GetValue(classes)) / 1e6,7:F2} M parameters" : name);
            }
        });
        return verb;
    }

    private static long Parameters(string name, int classes)
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalogue.Create(new ModelConfig { Name = name, NumClasses = classes });
        return model.NamedParameters().Sum(parameter => parameter.Tensor.Count);
    }
}
