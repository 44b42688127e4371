'use strict';
(() => {
  // Every table sorts by its heads, and filters where it is long: by click and by key.
  const { element, button } = page;
  const fewest = 10, sizes = { k: 1e3, M: 1e6, G: 1e9 };
  const absent = Symbol('no number');
  const numberOf = cell => {
    if (cell.dataset.value !== undefined) return +cell.dataset.value;
    const text = cell.textContent.replace(/(\d)[\s\u2009\u00a0](?=\d{3}(?!\d))/g, '$1').replace('−', '-');
    const found = /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/i.exec(text);
    return found ? +found[0] * (sizes[/^\s?([kMG])\b/.exec(text.slice(found.index + found[0].length))?.[1]] ?? 1) : absent;
  };
  const textOf = cell => cell.textContent.trim().toLowerCase();

  const sortable = table => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, index) => {
      if (!head.textContent.trim() || head.querySelector('a, button, input') || head.colSpan > 1) return;
      const isNumber = head.classList.contains('n'), name = button('sort', null, undefined);
      name.append(...head.childNodes);
      head.append(name);
      name.onclick = () => {
        const was = head.getAttribute('aria-sort'), down = was ? was === 'ascending' : isNumber;
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const keyed = [...body.rows].map(row => {
          const cell = row.cells[index];
          return { row, key: !cell || cell.colSpan > 1 ? absent : isNumber ? numberOf(cell) : textOf(cell) };
        });
        const known = keyed.filter(one => one.key !== absent);
        known.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (down ? -1 : 1));
        body.append(...known.map(one => one.row), ...keyed.filter(one => one.key === absent).map(one => one.row));
      };
    });
  };

  const filterable = table => {
    const rows = [...table.tBodies[0].rows];
    const tools = element('div', 'tools rows-tools'), label = element('label', '', tools, 'filter rows '), input = element('input', '', label);
    const count = element('output', '', tools);
    input.type = 'search';
    input.oninput = () => {
      const words = input.value.trim().toLowerCase().split(/\s+/);
      let shown = 0;
      for (const row of rows) {
        const text = textOf(row);
        row.hidden = !words.every(word => text.includes(word));
        shown += !row.hidden;
      }
      count.textContent = input.value.trim() ? `${shown} of ${rows.length}` : '';
    };
    table.before(tools);
  };

  // Parts that are renewed while a page is open keep the order they came in.
  for (const table of document.querySelectorAll('table')) {
    if (!table.tHead || table.tHead.rows.length !== 1 || table.tBodies.length !== 1 || table.closest('[data-live], .fixed')) continue;
    if (table.tBodies[0].rows.length > 1) sortable(table);
    if (table.tBodies[0].rows.length >= fewest) filterable(table);
  }
})();
