namespace Panoptes.Data.Copies;

/// <summary>The picture that is most like another one.</summary>
/// <param name="Picture">Its place among the pictures.</param>
/// <param name="Distance">In how many bits their hashes differ.</param>
public readonly record struct Copy(int Picture, int Distance);
