using Panoptes.Studies.Stores;
using Panoptes.Tests;
using Parquet;
using Parquet.Schema;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

public sealed class ParquetExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Cells_are_read_back_with_their_types()
    {
        using (var store = StudyStores.Open(null, folder.Path, "study"))
        {
            store.Write([Full("a"), Cell("b"), Cell("c", 4, 0.5)]);
            ParquetExport.Write(store, folder["out"], 2);
        }

        await using var reader = await ParquetReader.CreateAsync(folder["out/cells.parquet"]);
        Assert.Equal(2, reader.RowGroupCount);
        var types = reader.Schema.GetDataFields().ToDictionary(field => field.Name, field => (field.ClrType, field.IsNullable));
        Assert.Equal(22, types.Count);
        Assert.Equal((typeof(ReadOnlyMemory<char>), false), types["id"]);
        Assert.Equal((typeof(ReadOnlyMemory<char>), true), types["failure"]);
        Assert.Equal((typeof(long), false), types["step"]);
        Assert.Equal((typeof(double), true), types["value"]);
        Assert.Equal((typeof(bool), false), types["in_matrix"]);
        Assert.Equal((typeof(DateTime), false), types["updated"]);
        using var first = reader.OpenRowGroupReader(0);
        Assert.Equal(2, first.RowCount);
        Assert.Equal([Full().Status.Reason, ""], await Texts(reader, first, "reason"));
        Assert.Equal(["out_of_memory", null], await Texts(reader, first, "failure"));
        Assert.Equal(["[\"slurm 1057498_3\",\"local \\\"7\\\"\",\"雪\"]", "[]"], await Texts(reader, first, "jobs"));
        var steps = new long[2];
        await first.ReadAsync<long>(Field(reader, "step"), steps);
        Assert.Equal([12_000_000_000, 0], steps);
        var values = new double?[2];
        await first.ReadAsync<double>(Field(reader, "value"), values.AsMemory());
        Assert.Equal([0.1 + 0.2, null], values);
        var inMatrix = new bool[2];
        await first.ReadAsync<bool>(Field(reader, "in_matrix"), inMatrix);
        Assert.Equal([false, true], inMatrix);
        var updated = new DateTime[2];
        await first.ReadAsync<DateTime>(Field(reader, "updated"), updated);
        Assert.Equal([Noon, DateTime.MinValue], updated);
        using var second = reader.OpenRowGroupReader(1);
        Assert.Equal(1, second.RowCount);
        Assert.Equal(["c"], await Texts(reader, second, "id"));
    }

    [Fact]
    public async Task Evaluations_are_read_back()
    {
        using (var store = StudyStores.Open(null, folder.Path, "study"))
        {
            store.Write("a", 1, [Number("a", 1, 10, 0.25), Number("a", 1, 20, null) with { IsFinal = true }]);
            ParquetExport.Write(store, folder["out"]);
        }

        await using var reader = await ParquetReader.CreateAsync(folder["out/evaluations.parquet"]);
        using var group = reader.OpenRowGroupReader(0);
        var values = new double?[2];
        await group.ReadAsync<double>(Field(reader, "value"), values.AsMemory());
        Assert.Equal([0.25, null], values);
        var seconds = new double[2];
        await group.ReadAsync<double>(Field(reader, "seconds"), seconds);
        Assert.Equal([15, 30], seconds);
        Assert.Equal(["mean_iou", "mean_iou"], await Texts(reader, group, "metric"));
    }

    [Fact]
    public async Task A_store_without_cells_makes_files_without_rows()
    {
        using (var store = StudyStores.Open(null, folder.Path, "study"))
        {
            ParquetExport.Write(store, folder["out"]);
            ParquetExport.Write(store, folder["out"]);
        }

        Assert.Equal(["out/cells.parquet", "out/evaluations.parquet", "study.db"], folder.Files());
        await using var reader = await ParquetReader.CreateAsync(folder["out/cells.parquet"]);
        Assert.Equal(22, reader.Schema.GetDataFields().Length);
        Assert.All(reader.RowGroups, group => Assert.Equal(0, group.RowCount));
    }

    private static DataField Field(ParquetReader reader, string name) =>
        reader.Schema.GetDataFields().Single(field => field.Name == name);

    private static async Task<IReadOnlyList<string?>> Texts(ParquetReader reader, ParquetRowGroupReader group, string name)
    {
        var texts = new string?[group.RowCount];
        await group.ReadAsync(Field(reader, name), texts.AsMemory()!);
        return texts;
    }
}
