using Panoptes.Dashboard.Browsing.Selecting;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>What is done with the ticked samples.</summary>
internal static class SelectionForm
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, Selection selection)
    {
        html.Raw("<form id=\"keep\" class=\"card\"><div class=\"acts\">");
        html.Add($"<span id=\"selected\" role=\"status\">{selection.Count} selected</span>");
        html.Raw("<a href=\"/?selected=yes\">Show them</a><button class=\"act\" type=\"button\" id=\"unselect\">Select none</button>");
        html.Raw("<label class=\"inline\">list <input name=\"name\" size=\"18\" maxlength=\"80\" autocomplete=\"off\" ");
        html.Raw("placeholder=\"name\" required></label><button class=\"act\">Save the list</button></div>\n");
        html.Raw("<div id=\"saved\" role=\"status\"></div></form>\n");
    }
}
