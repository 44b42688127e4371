using System.Globalization;

namespace Panoptes.Studies.TestHost;

/// <summary>
/// A clock of the day that jumps by what a file says (seconds). The machine's own clock is left alone: it is everybody's.
/// </summary>
internal sealed class JumpingTime(string file) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(
        File.Exists(file) && double.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var offset) ? offset : 0);
}
