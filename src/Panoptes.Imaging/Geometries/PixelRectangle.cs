using System.Text.Json.Serialization;

namespace Panoptes.Imaging.Geometries;

/// <summary>A rectangle of whole pixels; right and bottom are exclusive.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column behind the last one.</param>
/// <param name="Bottom">Row behind the last one.</param>
public readonly record struct PixelRectangle(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Columns; 0 or less where empty.</summary>
    [JsonIgnore]
    public int Width => Right - Left;

    /// <summary>Rows; 0 or less where empty.</summary>
    [JsonIgnore]
    public int Height => Bottom - Top;

    /// <summary>True where no pixel lies inside.</summary>
    [JsonIgnore]
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>True where the pixel in column x of row y lies inside.</summary>
    public bool Contains(int x, int y) => x >= Left && x < Right && y >= Top && y < Bottom;
}
