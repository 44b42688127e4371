using System.Text.Json;
using Panoptes.Studies.Leases.Processes;

namespace Panoptes.Studies.Leases.Records;

/// <summary>What is written when a lease is taken; it never changes afterwards.</summary>
internal sealed record LeaseRecord
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The version of this schema.</summary>
    public int V { get; init; } = 1;

    /// <summary>The fencing token.</summary>
    public long Token { get; init; }

    /// <summary>Who took it.</summary>
    public LeaseOwner Owner { get; init; } = Nobody;

    /// <summary>Where its process is, if that is where the taker was.</summary>
    public ProcessPlace Place { get; init; } = new("", "", "");

    /// <summary>A number of this taking alone, by which a taker knows its own record again after an answer that was lost.</summary>
    public string Claim { get; init; } = "";

    /// <summary>When it was taken (UTC), on the clock of whoever keeps the record.</summary>
    public DateTime Acquired { get; init; }

    /// <summary>The holder's lease period in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it was taken from the holder before; empty where it was free.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whoever wrote a record that cannot be read.</summary>
    public static LeaseOwner Nobody { get; } = new("unknown", "unknown", 0, 0, "local", "");

    /// <summary>As JSON, one line.</summary>
    public byte[] Bytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads it; null for anything that is no record.</summary>
    public static LeaseRecord? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var record = JsonSerializer.Deserialize<LeaseRecord>(bytes, Json);
            return record is { Owner: not null, Place: not null, Claim: not null, Reason: not null } ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
