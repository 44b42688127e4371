namespace Panoptes.Data.LabelContracts;

/// <summary>
/// The part of the image that labels cover, in pixels of the image's native size; what lies outside is void. Its edges are whole native
/// pixels or whole label pixels (a crop of a scaled image may begin between two native pixels).
/// </summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Native columns covered, above 0.</param>
/// <param name="Height">Native rows covered, above 0.</param>
public sealed record LabelCrop(double X, double Y, double Width, double Height)
{
    /// <summary>As messages say it: <c>1280x640 at (384, 192)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Width}x{Height} at ({X}, {Y})");
}
