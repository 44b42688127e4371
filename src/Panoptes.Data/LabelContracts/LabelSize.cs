namespace Panoptes.Data.LabelContracts;

/// <summary>The size of an image or of a label map.</summary>
/// <param name="Width">Columns, 1 and more.</param>
/// <param name="Height">Rows, 1 and more.</param>
public readonly record struct LabelSize(int Width, int Height)
{
    /// <summary>As messages say it: <c>2048x1024</c>, width first.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
