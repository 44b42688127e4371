using Panoptes.Foundation;

namespace Panoptes.Experiments.Runs;

/// <summary>What the run's page shows. None of this changes what a run computes.</summary>
public sealed record ReportConfig
{
    /// <summary>Images shown with label, prediction and difference, the worst first, 0 to 200.</summary>
    public int Images { get; init; } = 12;

    /// <summary>Samples of the first batch on the contact sheet, 0 to 64.</summary>
    public int BatchSamples { get; init; } = 8;

    /// <summary>Width in pixels that embedded images are reduced to, 64 to 2048.</summary>
    public int ImageWidth { get; init; } = 480;

    /// <summary>JPEG quality of embedded images, 1 to 100.</summary>
    public int JpegQuality { get; init; } = 82;

    /// <summary>
    /// Size in MiB that all embedded images together may reach, 1 to 100; beyond it fewer are shown, and the page says so.
    /// </summary>
    public double MaxImagesMib { get; init; } = 10;

    /// <summary>Write TensorBoard event files beside the event log.</summary>
    public bool TensorBoard { get; init; } = true;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range; named with its key.</exception>
    public void Validate()
    {
        Require(Images is >= 0 and <= 200, "images", Images, "0 to 200");
        Require(BatchSamples is >= 0 and <= 64, "batch_samples", BatchSamples, "0 to 64");
        Require(ImageWidth is >= 64 and <= 2048, "image_width", ImageWidth, "64 to 2048");
        Require(JpegQuality is >= 1 and <= 100, "jpeg_quality", JpegQuality, "1 to 100");
        Require(MaxImagesMib is >= 1 and <= 100, "max_images_mib", MaxImagesMib, "1 to 100");
    }

    private static void Require(bool holds, string key, double found, string expected)
    {
        if (!holds)
        {
            throw new InputException($"report.{key}", $"{found}", expected, $"change report.{key}");
        }
    }
}
