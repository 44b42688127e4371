namespace Panoptes.Tensors.Recording;

/// <summary>A pass cannot be told by its operators alone.</summary>
public sealed class UnrecordableException : Exception
{
    /// <summary>Without a reason.</summary>
    public UnrecordableException()
    {
    }

    /// <summary>With its reason.</summary>
    public UnrecordableException(string message)
        : base(message)
    {
    }

    /// <summary>With its reason and what it came from.</summary>
    public UnrecordableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
