'use strict';
(() => {
  // Pictures: labels over their photograph, the class under the pointer, and one viewer for all of a section's.
  const { data, element, button, tip, place } = page;
  const layered = '.panel.truth, .panel.prediction, .panel.outcome';
  const clean = name => name.replace(/\s+/g, ' ').trim();

  for (const figure of document.querySelectorAll('figure.worst')) {
    const base = figure.querySelector('.panel.image img');
    if (base) figure.querySelectorAll(layered).forEach(panel => {
      const below = base.cloneNode();
      below.alt = '';
      panel.prepend(below);
      panel.classList.add('layered');
    });
  }
  document.querySelectorAll('input.opacity').forEach(input => {
    const card = input.closest('.card:not(.tools), section');
    input.oninput = () => card.style.setProperty('--opacity', input.value);
  });

  // The class of a color; two classes of one color are both named.
  const named = colors => {
    const names = new Map();
    for (const { name, color } of colors) {
      const known = names.get(color.toLowerCase());
      names.set(color.toLowerCase(), known && known !== name ? `${known} or ${name}` : name);
    }
    return names;
  };
  const classes = named(data.classes ?? []), own = new Map();
  // Pictures whose colors mean something else than classes say so themselves.
  const namesOf = figure => {
    if (!figure.dataset.colors) return classes;
    if (!own.has(figure)) own.set(figure, named(JSON.parse(figure.dataset.colors)));
    return own.get(figure);
  };
  const maps = new Map(), mostMaps = 24;
  const mapOf = image => {
    if (!image.complete || !image.naturalWidth) return null;
    if (!maps.has(image.src)) {
      if (maps.size >= mostMaps) maps.delete(maps.keys().next().value);
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      let map = null;
      try { map = context.getImageData(0, 0, canvas.width, canvas.height); } catch { /* a file beside the page may not be read */ }
      maps.set(image.src, map);
    }
    return maps.get(image.src);
  };
  // Half-clear colors come back from a canvas a little off. A line between classes has no class: that beside it is named.
  const spread = 4, reach = 2;
  const hex = parts => '#' + parts.map(part => part.toString(16).padStart(2, '0')).join('');
  const namedBy = new Map();
  const colorsOf = meanings => {
    if (!namedBy.has(meanings)) namedBy.set(meanings, [...meanings.keys()].map(color => [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16))));
    return namedBy.get(meanings);
  };
  const colorOf = (map, column, row, meanings) => {
    const at = 4 * (row * map.width + column);
    if (column < 0 || row < 0 || column >= map.width || row >= map.height || map.data[at + 3] === 0) return null;
    const parts = [...map.data.slice(at, at + 3)], exact = hex(parts);
    if (meanings.has(exact)) return exact;
    const off = color => Math.max(...color.map((part, i) => Math.abs(part - parts[i])));
    const near = colorsOf(meanings).reduce((best, color) => best && off(best) <= off(color) ? best : color, null);
    return near && off(near) <= spread ? hex(near) : undefined;
  };
  const colorAt = (map, x, y, meanings) => {
    const column = Math.floor(x * map.width), row = Math.floor(y * map.height), here = colorOf(map, column, row, meanings);
    if (here !== undefined) return here;
    for (let r = 1; r <= reach; r++) for (const [dx, dy] of [[r, 0], [0, r], [-r, 0], [0, -r], [r, r], [-r, r], [r, -r], [-r, -r]]) {
      const beside = colorOf(map, column + dx, row + dy, meanings);
      if (beside) return beside;
    }
    return null;
  };
  // Pages of many files carry their classes as runs over a small grid: pairs of a class and how many cells it fills.
  const grids = new Map();
  const gridOf = figure => {
    if (!figure.dataset.runs) return null;
    if (!grids.has(figure)) {
      const [width, ...runs] = figure.dataset.runs.split(' ').map(Number), cells = [];
      for (let i = 0; i + 1 < runs.length; i += 2) for (let n = 0; n < runs[i + 1]; n++) cells.push(runs[i]);
      grids.set(figure, { width, height: cells.length / width, cells });
    }
    return grids.get(figure);
  };
  const point = (event, panel, figure) => {
    const picture = panel.querySelector('img'), box = picture?.getBoundingClientRect();
    if (!picture || !figure) return;
    const x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
    if (x < 0 || y < 0 || x >= 1 || y >= 1) { tip.hidden = true; return; }
    const rows = [], grid = gridOf(figure), names = namesOf(figure);
    if (grid) {
      const { name, color } = data.classes[grid.cells[Math.floor(y * grid.height) * grid.width + Math.floor(x * grid.width)]] ?? {};
      if (name) rows.push([color, '', name]);
    }
    if (names.size) for (const of of figure.querySelectorAll('.panel.truth, .panel.prediction')) {
      const map = mapOf([...of.querySelectorAll('img')].at(-1)), color = map && colorAt(map, x, y, names);
      if (map && (color || names === classes)) rows.push([color, clean(of.querySelector('span').textContent), names.get(color) ?? 'no class']);
    }
    if (!rows.length) { tip.hidden = true; return; }
    tip.replaceChildren();
    for (const [color, what, name] of rows) {
      const row = element('div', 'class-row', tip);
      if (color) element('i', '', row).style.background = color;
      element('span', '', row, what);
      element('b', '', row, name);
    }
    place(event);
  };

  // The viewer -------------------------------------------------------------------------------------
  const dialog = document.getElementById('zoom');
  const bar = element('div', 'zoom-bar', null), stage = element('div', 'zoom-stage', null), shown = element('div', 'zoom-picture', stage);
  const said = element('p', 'zoom-said', bar);
  said.setAttribute('aria-live', 'polite');
  let pictures = [], at = 0, scale = 0, opacity = 0.6;
  const panel = () => pictures[at];
  const figureOf = one => one.closest('figure') ?? one.closest('article') ?? one;
  const natural = () => {
    const sizes = [...shown.querySelectorAll('img')].map(image => [image.naturalWidth || image.width, image.naturalHeight || image.height]);
    return sizes.sort((a, b) => b[0] - a[0])[0] ?? [1, 1];
  };
  const fit = () => {
    const [width, height] = natural();
    return Math.min((stage.clientWidth - 8) / width, (stage.clientHeight - 8) / height);
  };
  const size = () => {
    const [width, height] = natural(), by = scale || fit();
    shown.style.width = `${Math.round(width * by)}px`;
    shown.style.height = `${Math.round(height * by)}px`;
    shown.classList.toggle('magnified', by >= 2);
    full.setAttribute('aria-pressed', scale === 1);
    level.textContent = `${Math.round(100 * by)} %`;
  };
  const show = to => {
    at = Math.min(pictures.length - 1, Math.max(0, to));
    const copy = panel().cloneNode(true);
    ['tabindex', 'role', 'aria-label', 'id', 'style'].forEach(name => copy.removeAttribute(name));
    shown.replaceChildren(copy);
    copy.style.setProperty('--opacity', opacity);
    const image = copy.querySelector('img:not([alt=""])');
    said.textContent = `${at + 1} of ${pictures.length}: ${clean(image?.alt ?? '')}`;
    strength.parentElement.hidden = !copy.classList.contains('layered');
    stage.scrollTo(0, 0);
    [...copy.querySelectorAll('img')].forEach(one => { one.loading = 'eager'; if (!one.complete) one.addEventListener('load', size); });
    size();
  };
  const page_ = way => {
    const here = figureOf(panel()), place = pictures.filter(one => figureOf(one) === here).indexOf(panel());
    for (let to = at + way; to >= 0 && to < pictures.length; to += way) {
      const there = figureOf(pictures[to]);
      if (there === here) continue;
      const others = pictures.filter(one => figureOf(one) === there);
      return show(pictures.indexOf(others[Math.min(place, others.length - 1)]));
    }
  };
  const zoom = to => { scale = to; size(); };
  const by = factor => zoom(Math.min(16, Math.max(0.1, (scale || fit()) * factor)));
  button('', bar, '‹', 'previous picture (left arrow)', () => show(at - 1));
  button('', bar, '›', 'next picture (right arrow)', () => show(at + 1));
  button('', bar, '«', 'previous image (page up)', () => page_(-1));
  button('', bar, '»', 'next image (page down)', () => page_(1));
  button('', bar, '−', 'smaller (-)', () => by(1 / 1.5));
  const level = element('output', '', bar);
  button('', bar, '+', 'larger (+)', () => by(1.5));
  button('', bar, 'fit', 'fit to the window (0)', () => zoom(0));
  const full = button('', bar, 'full size', 'full size: one pixel of the picture for each of the screen (1)', () => zoom(1));
  const strength = element('input', '', element('label', '', bar, 'label opacity '));
  Object.assign(strength, { type: 'range', min: 0, max: 1, step: 0.05 });
  strength.oninput = () => { opacity = strength.value; shown.firstElementChild?.style.setProperty('--opacity', opacity); };
  button('zoom-close', bar, '×', 'close (escape)', () => dialog.close());
  stage.tabIndex = 0;
  stage.setAttribute('role', 'region');
  stage.setAttribute('aria-label', 'the picture; arrow keys page, page up and down go to another image, + and - zoom');
  dialog.setAttribute('aria-label', 'enlarged picture');
  dialog.replaceChildren(bar, stage);
  dialog.addEventListener('close', () => { tip.hidden = true; document.body.append(tip); panel()?.focus(); });
  stage.addEventListener('click', event => { if (event.target === stage && !dragged) dialog.close(); });
  stage.addEventListener('dblclick', () => zoom(scale ? 0 : 1));
  addEventListener('resize', () => { if (dialog.open) size(); });
  dialog.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === strength) return;
    const act = {
      ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1), PageDown: () => page_(1), PageUp: () => page_(-1),
      Home: () => show(0), End: () => show(pictures.length - 1), '+': () => by(1.5), '=': () => by(1.5), '-': () => by(1 / 1.5),
      0: () => zoom(0), 1: () => zoom(1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  // What is larger than the window is moved by dragging it.
  let from = null, dragged = false;
  stage.addEventListener('pointerdown', event => {
    dragged = false;
    if (event.pointerType === 'mouse') from = [event.clientX + stage.scrollLeft, event.clientY + stage.scrollTop];
  });
  stage.addEventListener('pointermove', event => {
    if (from && event.buttons) {
      const to = [from[0] - event.clientX, from[1] - event.clientY];
      dragged ||= Math.hypot(to[0] - stage.scrollLeft, to[1] - stage.scrollTop) > 3;
      stage.scrollTo(...to);
      return;
    }
    from = null;
    const over = event.target.closest?.('.panel');
    if (over) point(event, over, figureOf(panel())); else tip.hidden = true;
  });
  stage.addEventListener('pointerleave', () => { tip.hidden = true; });

  const open = one => {
    const section = one.closest('section') ?? document.body;
    pictures = [...section.querySelectorAll('.panel')].filter(other => other.getClientRects().length > 0);
    opacity = +getComputedStyle(one).getPropertyValue('--opacity') || 0.6;
    strength.value = opacity;
    scale = 0;
    dialog.showModal();
    // A dialog lies over all else: what is said of a pixel has to be in it.
    dialog.append(tip);
    tip.hidden = true;
    show(pictures.indexOf(one));
    stage.focus();
  };
  document.querySelectorAll('.panel').forEach(one => {
    const alt = one.querySelector('img:not([alt=""])')?.alt;
    one.tabIndex = 0;
    one.setAttribute('role', 'button');
    one.setAttribute('aria-label', ['enlarge', alt].filter(Boolean).map(clean).join(' '));
    one.addEventListener('click', event => { event.preventDefault(); open(one); });
    one.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(one); } });
    one.addEventListener('pointermove', event => point(event, one, figureOf(one)));
    one.addEventListener('pointerleave', () => { tip.hidden = true; });
  });
})();
