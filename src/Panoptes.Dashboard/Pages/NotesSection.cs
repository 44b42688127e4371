using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>What people say of a run, to be changed.</summary>
internal static class NotesSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunEntry run)
    {
        var note = run.Note;
        html.Raw("<section id=\"notes\">\n<h2>Tags and notes</h2>\n");
        html.Add($"<form id=\"note\" class=\"card stack\" data-run=\"{run.Id}\" data-version=\"{note.Version}\">\n");
        html.Add($"<label>tags, with commas between <input name=\"tags\" value=\"{string.Join(", ", note.Tags)}\" autocomplete=\"off\">");
        html.Add($"</label>\n<label>note <textarea name=\"text\" rows=\"4\">\n{note.Text}</textarea></label>\n");
        html.Raw("<div class=\"acts\"><label class=\"inline\">your name <input name=\"by\" maxlength=\"60\" size=\"14\" ");
        html.Raw("autocomplete=\"name\"></label><button class=\"act\">Save</button>");
        html.Raw("<span id=\"note-state\" class=\"note\" role=\"status\">");
        if (note.Version > 0)
        {
            html.Add($"changed {Show.Moment(note.Utc)}{(note.By.Length > 0 ? $" by {note.By}" : "")}");
        }

        html.Raw("</span></div>\n<div id=\"note-conflict\" hidden></div>\n</form>\n</section>\n");
    }
}
