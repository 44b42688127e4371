using System.Globalization;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Stores;

// STORE FOLDER STUDY TOKEN COUNT: one of several processes that write the same cells, one a call: c0, c1 and so on, each with this token
// and an evaluation of an attempt of that number.
var (token, count) = (long.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
using var store = StudyStores.Open(args[0], args[1], args[2]);
for (var i = 0; i < count; i++)
{
    var id = $"c{i}";
    store.Write([new CellRow { Id = id, Key = new CellKey("data", "model", "recipe", i), Token = token, Value = token }]);
    store.Write(id, token, [new EvaluationRow(id, token, "val", 1, "mean_iou", token, 1, false)]);
}
