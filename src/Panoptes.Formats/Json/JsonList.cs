using Panoptes.Foundation;

namespace Panoptes.Formats.Json;

/// <summary>Reads lists of records.</summary>
internal static class JsonList
{
    /// <summary>Reads one record.</summary>
    public delegate T Reading<T>(ref JsonWalker json);

    /// <summary>Reads the list that the walker stands on.</summary>
    /// <param name="json">Stands on the list, and behind it afterwards.</param>
    /// <param name="read">Reads one record.</param>
    /// <param name="report">Takes what is wrong with a record, which is left out then; null to throw it.</param>
    public static List<T> Read<T>(ref JsonWalker json, Reading<T> read, Action<InputException>? report)
    {
        var list = new List<T>();
        json.EnterArray();
        while (json.NextElement())
        {
            var mark = json.Mark;
            try
            {
                list.Add(read(ref json));
            }
            catch (InputException problem) when (report is not null && !json.IsBroken)
            {
                report(problem);
                json.LeaveTo(mark);
            }
        }

        return list;
    }
}
