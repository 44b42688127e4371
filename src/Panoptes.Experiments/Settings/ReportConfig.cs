using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>What the run's page shows. None of this changes what a run computes.</summary>
public sealed record ReportConfig
{
    /// <summary>Images shown with label, prediction and difference, the worst first, 0 to 200.</summary>
    public int Images { get; init; } = 12;

    /// <summary>Samples of the first batch on the contact sheet, 0 to 64.</summary>
    public int BatchSamples { get; init; } = 8;

    /// <summary>Width in pixels that embedded images are reduced to, 64 to 2048.</summary>
    public int ImageWidth { get; init; } = 960;

    /// <summary>JPEG quality of embedded images, 1 to 100.</summary>
    public int JpegQuality { get; init; } = 82;

    /// <summary>
    /// Size in MiB that all embedded images together may reach, 1 to 100; beyond it fewer are shown, and the page says so.
    /// </summary>
    public double MaxImagesMib { get; init; } = 20;

    /// <summary>Write TensorBoard event files beside the event log.</summary>
    public bool TensorBoard { get; init; } = true;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range; named with its key.</exception>
    public void Validate()
    {
        Require.That(Images is >= 0 and <= 200, "report.images", Images, "0 to 200", "change report.images");
        Require.That(BatchSamples is >= 0 and <= 64, "report.batch_samples", BatchSamples, "0 to 64", "change report.batch_samples");
        Require.That(ImageWidth is >= 64 and <= 2048, "report.image_width", ImageWidth, "64 to 2048", "change report.image_width");
        Require.That(JpegQuality is >= 1 and <= 100, "report.jpeg_quality", JpegQuality, "1 to 100", "change report.jpeg_quality");
        Require.That(MaxImagesMib is >= 1 and <= 100, "report.max_images_mib", MaxImagesMib, "1 to 100", "change report.max_images_mib");
    }
}
