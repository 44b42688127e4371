using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>A named stream of training samples.</summary>
public sealed record StreamConfig
{
    /// <summary>The split that its samples come from; null for the training split.</summary>
    public string? Split { get; init; }

    /// <summary>Samples of it in a step, at least 1; null for the training's batch size.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <param name="name">The stream's name.</param>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate(string name)
    {
        if (BatchSize is < 1)
        {
            throw new InputException(
                $"data.streams.{name}.batch_size", $"{BatchSize}", "at least 1", "set it to 1 or more, or leave it out");
        }
    }
}
