using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Weights;

/// <summary>Where a network's backbone is among its modules.</summary>
internal static class BackbonePart
{
    private const string Usual = "backbone.";

    /// <summary>What the names of its tensors begin with: "backbone.", unless the network says otherwise.</summary>
    /// <param name="module">The network.</param>
    public static string Prefix(Module module) => Of(module) is { Prefix: { Length: > 0 } prefix } ? prefix : Usual;

    /// <summary>The backbone: the network itself, or the outermost module that is one; none of a network that has none.</summary>
    /// <param name="module">The network.</param>
    public static (string Prefix, IOptionalTensors? Backbone) Of(Module module)
    {
        var (name, found) = module.NamedModules().FirstOrDefault(entry => entry.Module is IOptionalTensors);
        return found is IOptionalTensors backbone ? (name.Length == 0 ? "" : name + ".", backbone) : ("", null);
    }
}
