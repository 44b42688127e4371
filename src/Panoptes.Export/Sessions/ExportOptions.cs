using Panoptes.Experiments.Sessions;

namespace Panoptes.Export.Sessions;

/// <summary>What is exported, and how.</summary>
public sealed record ExportOptions
{
    /// <summary>The model: a run's, or one of a file of weights.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>
    /// The file: an ONNX graph, whose weights above 1 KiB go to <c>NAME.data</c> beside it, or weights alone where it ends in
    /// <c>.safetensors</c>.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>Settings that differ from the model's own, such as <c>data.root</c> of a file of weights.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// Of weights alone: the program whose names they get (<see cref="Panoptes.Models.Weights.ReleaseNames"/>); null for the model's own.
    /// </summary>
    public string? Names { get; init; }

    /// <summary>Height and width of the input in pixels; null takes the run's.</summary>
    public (int Height, int Width)? Size { get; init; }

    /// <summary>Images in one input.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Whether any number of images may go in.</summary>
    public bool FreeBatch { get; init; }

    /// <summary>Whether images of any size may go in.</summary>
    public bool FreeSize { get; init; }

    /// <summary>Arithmetic.</summary>
    public ExportPrecision Precision { get; init; }

    /// <summary>Whether the graph also reads the class of every pixel.</summary>
    public bool Reading { get; init; }

    /// <summary>Images, folders of them, or one split of the run's data, that the graph is held against the run's network on.</summary>
    public IReadOnlyList<string> Check { get; init; } = [];

    /// <summary>Replace files that export did not write.</summary>
    public bool Force { get; init; }
}
