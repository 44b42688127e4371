namespace Panoptes.Studies.Imports;

/// <summary>A file that numbers were taken from.</summary>
/// <param name="Path">Its path below what was imported, with forward slashes; its name where it was given itself.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case digits.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="HoldsResults">Whether results were read from it, rather than settings.</param>
public sealed record ImportedFile(string Path, string Sha256, long Bytes, bool HoldsResults);
