'use strict';
(() => {
  // Confusion matrices.
  const { data, make, element, tip, place } = page;
  const grouped = value => value.toLocaleString('en').replaceAll(',', ' ');
  const ruler = document.createElement('canvas').getContext('2d');
  const most = 170;
  const channels = name => getComputedStyle(document.documentElement).getPropertyValue(name);
  const luminance = color => color.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);

  // Names are measured, not guessed from their letters: one that is too long ends in dots, and its whole is in a title.
  const fitted = (name, font) => {
    ruler.font = `${font}px ${getComputedStyle(document.body).fontFamily}`;
    const width = text => ruler.measureText(text).width;
    let text = name;
    while (width(text) > most) text = text.slice(0, text.endsWith('…') ? -2 : -1) + '…';
    return { text, width: width(text), isCut: text !== name };
  };

  const draw = (holder, matrix) => {
    const { names, columns, counts } = matrix, size = columns.length;
    const cell = size <= 14 ? 34 : size <= 24 ? 24 : 15, font = cell >= 24 ? 12 : 10;
    const rowNames = names.map(name => fitted(name, font)), columnNames = columns.map(name => fitted(name, font));
    const slope = 55 * Math.PI / 180;
    const left = 8 + Math.max(...rowNames.map(name => name.width));
    const top = 12 + Math.max(...columnNames.map(name => name.width * Math.sin(slope)));
    const right = Math.max(4, ...columnNames.map((name, at) => (at + 0.66) * cell + name.width * Math.cos(slope) + font - size * cell));
    const width = left + size * cell + right, height = top + names.length * cell + 4;
    holder.replaceChildren();
    const svg = make('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: 0, 'aria-label': 'confusion matrix; arrow keys read its cells' }, holder);
    svg.style.minWidth = `${Math.round(width * (size > 24 ? 1 : 0.72))}px`;
    svg.style.maxWidth = `${Math.round(width * 1.5)}px`;
    const label = (name, whole, attributes) => {
      const text = make('text', { 'font-size': font, ...attributes }, svg);
      text.textContent = name.text;
      if (name.isCut) make('title', {}, text).textContent = whole;
    };
    columnNames.forEach((name, at) => {
      const x = left + (at + 0.66) * cell;
      label(name, columns[at], { x, y: top - 5, transform: `rotate(-55 ${x} ${top - 5})` });
    });
    const [heat, card] = ['--heat', '--card-color'].map(name => channels(name).split(',').map(Number));
    for (let truth = 0; truth < names.length; truth++) {
      const total = counts[truth].reduce((sum, value) => sum + value, 0);
      label(rowNames[truth], names[truth], { x: left - 5, y: top + (truth + 0.66) * cell, 'text-anchor': 'end' });
      for (let guess = 0; guess < size; guess++) {
        const share = total ? counts[truth][guess] / total : 0, depth = share > 0 ? 0.05 + 0.95 * Math.sqrt(share) : 0.025;
        const fill = heat.map((part, at) => Math.round(card[at] + (part - card[at]) * depth)), light = luminance(fill);
        const x = left + guess * cell, y = top + truth * cell;
        make('rect', { class: 'cell', x, y, width: cell - 1, height: cell - 1, rx: cell > 16 ? 3 : 0, 'data-truth': truth, 'data-guess': guess, fill: `rgb(${fill.join(',')})` }, svg);
        if (cell >= 24 && share >= 0.005) {
          const text = make('text', { x: x + (cell - 1) / 2, y: y + cell / 2 + font * 0.34, 'text-anchor': 'middle', 'font-size': font * 0.92, 'pointer-events': 'none', fill: light > 0.179 ? '#000000' : '#ffffff' }, svg);
          text.textContent = (100 * share).toFixed(share >= 0.0995 ? 0 : 1);
          text.setAttribute('class', 'value');
        }
      }
    }
    return svg;
  };

  const tell = ({ names, columns, counts, unit }, truth, guess, where) => {
    const total = counts[truth].reduce((sum, value) => sum + value, 0), count = counts[truth][guess];
    const column = counts.reduce((sum, row) => sum + row[guess], 0);
    tip.replaceChildren();
    element('b', '', tip, truth === guess ? `${names[truth]}, right` : `${names[truth]} taken for ${columns[guess]}`);
    element('div', '', tip, `${grouped(count)} ${unit}`);
    element('div', '', tip, total ? `${(100 * count / total).toFixed(2)} % of all that is ${names[truth]}` : 'not in the truth');
    element('div', '', tip, column ? `${(100 * count / column).toFixed(2)} % of all predicted as ${columns[guess]}` : 'never predicted');
    place(where);
  };

  for (const holder of document.querySelectorAll('.matrix')) {
    const matrix = data.matrices[+holder.dataset.matrix];
    let at = null;
    const mark = () => {
      holder.querySelectorAll('.at').forEach(cell => cell.classList.remove('at'));
      const cell = at && holder.querySelector(`[data-truth="${at[0]}"][data-guess="${at[1]}"]`);
      if (!cell) return;
      cell.classList.add('at');
      const box = cell.getBoundingClientRect();
      tell(matrix, at[0], at[1], { clientX: box.right, clientY: box.bottom });
    };
    holder.classList.add('scroll');
    holder.addEventListener('pointermove', event => {
      const { truth, guess } = event.target.dataset;
      if (truth === undefined) { tip.hidden = true; return; }
      tell(matrix, +truth, +guess, event);
    });
    holder.addEventListener('pointerleave', () => { tip.hidden = true; });
    holder.addEventListener('keydown', event => {
      const [down, over] = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key] ?? [];
      if (event.key === 'Escape') { at = null; tip.hidden = true; mark(); }
      if (down === undefined) return;
      event.preventDefault();
      const within = (value, count) => Math.min(count - 1, Math.max(0, value));
      at = at ? [within(at[0] + down, matrix.names.length), within(at[1] + over, matrix.columns.length)] : [0, 0];
      mark();
    });
    holder.addEventListener('focusout', () => { at = null; tip.hidden = true; mark(); });
    draw(holder, matrix);
    page.redraws.push(() => draw(holder, matrix));
  }
})();
