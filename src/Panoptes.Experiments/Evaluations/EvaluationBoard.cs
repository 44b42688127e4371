using Panoptes.Experiments.Runs;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Writes a finished evaluation into a TensorBoard file of its own: its scores, and the pictures of its worst images.</summary>
internal static class EvaluationBoard
{
    /// <summary>Writes the file.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="file">The evaluation.</param>
    /// <param name="isCurve">
    /// Whether training draws this evaluation's scores as curves already, to which nothing is added: pictures alone are written.
    /// </param>
    /// <param name="time">The clock.</param>
    public static void Write(RunFolder folder, EvaluationFile file, bool isCurve, TimeProvider time)
    {
        using var board = new TensorBoardWriter(folder.TensorBoard, time);
        foreach (var kind in file.Kinds)
        {
            foreach (var metric in isCurve ? [] : kind.Metrics.Where(metric => metric.Value is not null))
            {
                board.Scalar($"{file.Key}/{metric.Name}", metric.Value!.Value, file.Step);
            }

            var column = !isCurve && kind.Columns is [var first, ..] ? first : null;
            foreach (var row in kind.Classes.Where(row => column is not null && row.Of(column.Name) is not null))
            {
                board.Scalar($"{file.Key}_{column!.Name}/{row.Name}", row.Of(column.Name)!.Value, file.Step);
            }

            var evaluations = Path.GetDirectoryName(folder.Evaluation(file.Key))!;
            for (var place = 0; place < kind.WorstImages.Count; place++)
            {
                var row = kind.WorstImages[place];
                foreach (var (what, name) in new[] { ("image", row.Image), ("truth", row.Truth), ("prediction", row.Prediction) })
                {
                    if (name is not null)
                    {
                        var tag = $"{file.Key}_{kind.Kind}_worst/{place:000} {row.Name}/{what}";
                        Picture(board, tag, Path.Combine(evaluations, name), file.Step);
                    }
                }
            }
        }
    }

    private static void Picture(TensorBoardWriter board, string tag, string path, long step)
    {
        var bytes = File.ReadAllBytes(path);
        var header = ImageFile.ReadHeader(bytes, path);
        board.Image(tag, bytes, header.Width, header.Height, step);
    }
}
