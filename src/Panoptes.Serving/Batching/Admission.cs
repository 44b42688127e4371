namespace Panoptes.Serving.Batching;

/// <summary>
/// Bounds what a service holds in memory at one time: a request has a place from before its body is read until it is answered, and
/// pixels from before they are decoded. Safe to use from many threads.
/// </summary>
/// <param name="places">Requests that may be inside.</param>
/// <param name="pixels">Pixels that all of them may have.</param>
internal sealed class Admission(int places, long pixels)
{
    private long placesTaken;
    private long pixelsTaken;

    /// <summary>Takes a place.</summary>
    /// <returns>What gives it back; null where none is free.</returns>
    public Stay? Enter()
    {
        if (Interlocked.Increment(ref placesTaken) <= places)
        {
            return new Stay(this);
        }

        Interlocked.Decrement(ref placesTaken);
        return null;
    }

    /// <summary>A request that is inside.</summary>
    internal sealed class Stay(Admission admission) : IDisposable
    {
        private long own;

        /// <summary>Takes memory for an image.</summary>
        /// <param name="pixels">Its width times its height.</param>
        /// <returns>Whether there is room; an image that is alone always has it.</returns>
        public bool TryHold(long pixels)
        {
            var all = Interlocked.Add(ref admission.pixelsTaken, pixels);
            if (all <= admission.Pixels || all == pixels)
            {
                own += pixels;
                return true;
            }

            Interlocked.Add(ref admission.pixelsTaken, -pixels);
            return false;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Interlocked.Add(ref admission.pixelsTaken, -own);
            Interlocked.Decrement(ref admission.placesTaken);
        }
    }

    private long Pixels => pixels;
}
