namespace Panoptes.Tensors.Native;

/// <summary>Looks at the operators that a thread calls.</summary>
internal unsafe interface ICallWatcher
{
    /// <summary>What a call belongs to, or null where it is of no interest.</summary>
    string? OwnerOf(Value* arguments, int count);

    /// <summary>Takes note of a call that is done.</summary>
    /// <param name="owner">What it belongs to.</param>
    /// <param name="begin">When it began, in nanoseconds of the system's monotonic clock.</param>
    void Note(string owner, long begin);
}
