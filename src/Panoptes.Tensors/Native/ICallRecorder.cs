namespace Panoptes.Tensors.Native;

/// <summary>Writes down the operators that a thread calls, and is told where elements leave the tensors.</summary>
internal unsafe interface ICallRecorder
{
    /// <summary>Takes note of a call that is about to be made.</summary>
    void Before(nint op, Value* arguments, int count);

    /// <summary>Takes note of the same call once it is done.</summary>
    void After(nint op, Value* arguments, int count, Value* results, int room);

    /// <summary>Hears that a tensor's elements are about to be read by other means than operators.</summary>
    void Reading(nint handle);
}
