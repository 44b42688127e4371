namespace Panoptes.Serving.Requests;

/// <summary>A request that cannot be answered with a reading; the message is one line for whoever sent it.</summary>
internal sealed class RequestFault(int status, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The status of the answer, 400 to 504.</summary>
    public int Status { get; } = status;
}
