using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Foundation;

namespace Panoptes.Inference.Contracts;

/// <summary>What a reader of an exported model must know; it travels in the file's metadata under <see cref="Key"/>.</summary>
public sealed record ModelContract
{
    /// <summary>The metadata's key.</summary>
    public const string Key = "panoptes";

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Version of this form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name of the model.</summary>
    public string Model { get; init; } = "";

    /// <summary>What it was trained for: <c>semantic</c>, <c>panoptic</c> or <c>instance</c>.</summary>
    public string Task { get; init; } = "semantic";

    /// <summary>Which weights they are, and of which step.</summary>
    public string Weights { get; init; } = "";

    /// <summary>The classes.</summary>
    public IReadOnlyList<ModelClass> Classes { get; init; } = [];

    /// <summary>Means of red, green and blue, 0 to 255, that are subtracted.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>What is divided by afterwards.</summary>
    public IReadOnlyList<float> Std { get; init; } = [];

    /// <summary>How large an image enters.</summary>
    public SizeRule Size { get; init; } = new();

    /// <summary>What comes out.</summary>
    public OutputKind Outputs { get; init; }

    /// <summary>Whether logits are resized with the corner pixels' centers aligned.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>The sides of a mask span the input's, padded to multiples of this.</summary>
    public int MaskStride { get; init; } = 1;

    /// <summary>The least score of a segment's class, 0 to 1.</summary>
    public double ObjectScore { get; init; } = 0.8;

    /// <summary>The least share of itself that a segment must own, 0 to 1.</summary>
    public double Overlap { get; init; } = 0.8;

    /// <summary>Of <see cref="OutputKind.Objects"/>: the ids of the classes that objects have, in the order of the outputs.</summary>
    public IReadOnlyList<int>? Things { get; init; }

    /// <summary>Of <see cref="OutputKind.Objects"/>: from which probability on a pixel of a box is inside its mask, 0 to 1.</summary>
    public double? MaskScore { get; init; }

    /// <summary>Arithmetic of the graph: <c>fp32</c> or <c>fp16</c>.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>As text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <summary>Reads one.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file that it was in, for errors.</param>
    /// <exception cref="InputException">It is none, or of a later version.</exception>
    public static ModelContract Parse(string json, string file)
    {
        ModelContract? contract;
        try
        {
            contract = JsonSerializer.Deserialize<ModelContract>(json, Form);
        }
        catch (JsonException broken)
        {
            throw new InputException(file, $"metadata '{Key}' that is broken ({broken.Message})", "a model that Panoptes exported",
                "export it again", broken);
        }

        return contract is { Version: 1 } known ? known : throw new InputException(
            file, $"metadata '{Key}' of version {contract?.Version}", "version 1", "export it again with this version");
    }
}
