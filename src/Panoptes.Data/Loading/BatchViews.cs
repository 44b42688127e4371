using Panoptes.Foundation;

namespace Panoptes.Data.Loading;

/// <summary>
/// Which views of its images a batch has. All are of one geometry and of the same ordinary change of colors, so that what is known of one
/// view holds for the others, pixel by pixel.
/// </summary>
/// <param name="Weak">
/// Whether there is a view <see cref="WeakView"/>: the images before objects are pasted and colors change strongly.
/// </param>
/// <param name="Strong">How many views there are in which colors change strongly, each drawn by itself; at least 1.</param>
public sealed record BatchViews(bool Weak = false, int Strong = 1)
{
    /// <summary>The view for a teacher: without pasted objects and strong changes of color.</summary>
    public const string WeakView = "weak";

    /// <summary>Batches of one view, as the recipe augments it.</summary>
    public static readonly BatchViews One = new();

    /// <summary>
    /// Whether pasting and strong changes of color wait for whoever takes the batch
    /// (<see cref="BatchAugmentation.Apply(Batch, Pasting.IObjectBank?)"/>), as they do where what is pasted is known there alone. Until
    /// then all views are the same. The data set needs no objects for copy-paste then.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>The name of a strong view: "image", then "image2", "image3".</summary>
    /// <param name="place">Which of them, counted from 0.</param>
    public static string StrongView(int place) =>
        place == 0 ? Batch.ImageView : FormattableString.Invariant($"{Batch.ImageView}{place + 1}");

    /// <summary>Checks the count.</summary>
    /// <exception cref="InputException">There is no strong view, or there are more than 8.</exception>
    internal void Check() => Require.Within("strong views of a batch", Strong, 1, 8);
}
