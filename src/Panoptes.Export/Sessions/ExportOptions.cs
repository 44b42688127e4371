namespace Panoptes.Export.Sessions;

/// <summary>What is exported, and how.</summary>
public sealed record ExportOptions
{
    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>The <c>.onnx</c> file; weights above 1 KiB go to <c>NAME.onnx.data</c> beside it.</summary>
    public required string Output { get; init; }

    /// <summary><c>best</c>, <c>last</c>, or the path of a checkpoint.</summary>
    public string Weights { get; init; } = "best";

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
