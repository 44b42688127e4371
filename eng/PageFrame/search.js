"use strict";
(() => {
  const [field, found, list] = ["search", "found", "list"].map(id => document.getElementById(id));
  const most = 100;

  // Names that begin with the word come first, then names that hold it, then descriptions that hold every word.
  const rank = (entry, words) => {
    const name = entry[0].toLowerCase(), last = name.split(".").pop(), text = name + " " + entry[2].toLowerCase();
    if (!words.every(word => text.includes(word))) return -1;
    return last === words[0] || name === words[0] ? 0 : last.startsWith(words[0]) || name.startsWith(words[0]) ? 1
      : name.includes(words[0]) ? 2 : 3;
  };

  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(word => word);
    found.hidden = words.length === 0;
    list.replaceChildren();
    if (words.length === 0) return;
    const hits = window.entries.map(entry => [rank(entry, words), entry]).filter(hit => hit[0] >= 0)
      .sort((a, b) => a[0] - b[0] || a[1][0].length - b[1][0].length);
    for (const [, entry] of hits.slice(0, most)) {
      const item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
      [link.href, link.textContent, about.textContent] = [entry[1], entry[0], entry[2]];
      link.addEventListener("click", () => { field.value = ""; show(); });
      item.append(link, about);
      list.append(item);
    }
    if (hits.length !== 0 && hits.length <= most) return;
    const item = document.createElement("li");
    item.textContent = hits.length === 0 ? "nothing" : `and ${hits.length - most} more`;
    list.append(item);
  };

  field.addEventListener("input", show);
  show();
})();
