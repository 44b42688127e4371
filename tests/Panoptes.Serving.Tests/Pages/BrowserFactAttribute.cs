namespace Panoptes.Serving.Tests.Pages;

/// <summary>A fact that looks at a page in Debian's Chromium; skipped, and says why, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public BrowserFactAttribute() => Skip = File.Exists(Chromium)
        ? null
        : $"needs Debian's Chromium at {Chromium}, which is not here: apt-get install chromium";
}
