using Panoptes.Foundation;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Sqlite;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Stores;

public sealed class SqliteQueryTests : QueryContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        Assert.DoesNotContain(folder.Files(), file => !file.StartsWith("study.db", StringComparison.Ordinal));
        folder.Dispose();
    }

    [Fact]
    public void A_question_without_end_is_ended()
    {
        using var store = Open();
        var error = Assert.Throws<InputException>(() => SqliteQuestion.Ask(
            folder["study.db"], "study", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", 0.1));
        Assert.Contains("takes more than 0.1 s", error.Message);
    }

    private protected override IStudyStore Open() => StudyStores.Open(null, folder.Path, "study");
}
