namespace Panoptes.Studies.Tests.Stores;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTestGroup : ICollectionFixture<PostgresServerProcess>
{
    public const string Name = "PostgreSQL";
}
