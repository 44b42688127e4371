'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const namespace = document.getElementById('namespace').namespaceURI;
  const tip = document.getElementById('tip');
  const palette = ['#3b6fe0', '#e0702c', '#2a9d6f', '#b452c9', '#d4a21a', '#1fa3b8', '#d9486e', '#7d6be0', '#7a8a2e', '#8a8f99'];
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(namespace, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (parent) parent.append(node);
    return node;
  };
  const element = (name, className, parent, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  };
  const short = value => {
    if (value === null || !isFinite(value)) return '–';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace('e+', 'e');
    return String(+value.toPrecision(4));
  };
  const place = event => {
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, event.clientX + 16 + box.width > innerWidth ? event.clientX - box.width - 14 : event.clientX + 16) + 'px';
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, innerHeight - box.height - 6)) + 'px';
  };

  // Class colors are chosen to be told apart, not to be read on this page: lines in them are moved away from its background.
  const isDark = () => getComputedStyle(document.documentElement).colorScheme === 'dark';
  const readable = color => {
    const parts = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16));
    const light = () => (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]) / 255;
    const goal = isDark() ? 255 : 0;
    for (let i = 0; i < 12 && (goal ? light() < 0.45 : light() > 0.68); i++) parts.forEach((part, at) => { parts[at] = Math.round(part + (goal - part) * 0.12); });
    return `rgb(${parts.join(',')})`;
  };

  // Charts ------------------------------------------------------------------------------------------
  let smoothing = 0.8, rawBehind = null;
  const charts = [], hosts = [];
  const smoothed = (values, factor) => {
    let mean = 0, weight = 0;
    return values.map(value => {
      if (value === null) return null;
      mean = factor * mean + (1 - factor) * value;
      weight = factor * weight + (1 - factor);
      return mean / weight;
    });
  };
  const ticks = (low, high, count) => {
    const raw = (high - low) / count, power = 10 ** Math.floor(Math.log10(raw)), part = raw / power;
    const step = (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10) * power, result = [];
    for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) result.push(+value.toPrecision(12));
    return result;
  };
  const logTicks = (low, high) => {
    const result = [], sparse = Math.log10(high / low) > 2.5;
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const digit of sparse ? [1] : [1, 2, 5]) {
        const value = digit * 10 ** power;
        if (value >= low * 0.999 && value <= high * 1.001) result.push(value);
      }
    return result.length > 1 ? result : [low, high];
  };

  class Chart {
    constructor(spec, parent, group) {
      this.spec = spec;
      this.group = group;
      this.logarithmic = false;
      this.root = element('div', 'chart', parent);
      const head = element('div', 'head', this.root);
      element('h3', '', head, spec.title + (spec.unit ? ` (${spec.unit})` : ''));
      if (spec.logarithmic) {
        const button = element('button', '', head, 'log');
        button.type = 'button';
        button.title = 'logarithmic axis';
        button.setAttribute('aria-pressed', 'false');
        button.onclick = () => {
          this.logarithmic = !this.logarithmic;
          button.setAttribute('aria-pressed', this.logarithmic);
          this.draw();
        };
      }
      this.svg = make('svg', { role: 'img', 'aria-label': `${spec.title}; arrow keys read values`, tabindex: 0 }, this.root);
      this.take(spec);
      this.svg.addEventListener('pointermove', event => this.hover(event));
      this.svg.addEventListener('pointerleave', () => { group.cursor = null; tip.hidden = true; group.charts.forEach(chart => chart.cross()); });
      this.svg.addEventListener('pointerdown', event => { this.from = this.stepAt(event); this.svg.setPointerCapture(event.pointerId); });
      this.svg.addEventListener('pointerup', event => {
        const to = this.stepAt(event), from = this.from;
        this.from = null;
        if (from !== null && Math.abs(to - from) > (this.right - this.left) / 60) {
          this.zoomTo([Math.min(from, to), Math.max(from, to)]);
        } else this.cross();
      });
      this.svg.addEventListener('dblclick', () => this.zoomTo(null));
      this.svg.addEventListener('keydown', event => this.key(event));
      this.svg.addEventListener('blur', () => { group.cursor = null; tip.hidden = true; group.charts.forEach(chart => chart.cross()); });
    }

    // What is drawn, at first and again where more was logged; names that were hidden by hand stay so.
    take(spec) {
      const before = new Map((this.series || []).map(series => [series.name, series.shown]));
      this.spec = spec;
      this.series = spec.series.map((series, index) => ({ ...series, given: series.color || palette[index % palette.length], shown: before.get(series.name) ?? !series.hidden }));
      const names = this.series.map(series => series.name).join('\n');
      if (this.list && this.names === names) this.swatches.forEach((pair, index) => { pair[1] = this.series[index]; });
      else if (this.series.length > 1) this.legend();
      this.names = names;
    }

    zoomTo(range) {
      this.group.zoom = range;
      this.group.charts.forEach(chart => chart.draw());
    }

    key(event) {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key], series = this.series.find(one => one.shown && one.line);
      if (event.key === 'Escape') this.zoomTo(null);
      else if (way && series) {
        const inside = series.x.filter(step => step >= this.left && step <= this.right);
        const at = this.group.cursor ?? (way > 0 ? -Infinity : Infinity);
        const next = way > 0 ? inside.find(step => step > at) : inside.findLast(step => step < at);
        const box = this.svg.getBoundingClientRect();
        if (next !== undefined) this.hover({ clientX: box.left + this.px(next), clientY: box.top + 30 }, next);
        event.preventDefault();
      }
    }

    legend() {
      this.list?.remove();
      this.swatches = [];
      const list = this.list = element('div', 'legend', this.root);
      for (const series of this.series) {
        const button = element('button', '', list);
        button.type = 'button';
        button.setAttribute('aria-pressed', series.shown);
        const pair = [element('i', '', button), series];
        this.swatches.push(pair);
        button.append(series.name);
        button.onclick = () => {
          pair[1].shown = !pair[1].shown;
          button.setAttribute('aria-pressed', pair[1].shown);
          this.draw();
        };
      }
    }

    draw() {
      const width = this.svg.clientWidth || 420, height = 230, pad = { left: 52, right: 10, top: 10, bottom: 22 };
      this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      this.svg.replaceChildren();
      for (const series of this.series) series.color = readable(series.given);
      for (const [swatch, series] of this.swatches || []) swatch.style.background = series.color;
      const shown = this.series.filter(series => series.shown);
      const last = Math.max(...this.series.map(series => series.x[series.x.length - 1]));
      [this.left, this.right] = this.group.zoom || [0, last > 0 ? last : 1];
      const factor = this.spec.smooth ? smoothing : 0;
      for (const series of shown) series.line = series.points ? series.y : smoothed(series.y, factor);
      const inside = [];
      for (const series of shown) series.x.forEach((step, i) => {
        if (step < this.left || step > this.right) return;
        if (series.line[i] !== null) inside.push(series.line[i]);
      });
      const positive = inside.filter(value => value > 0), log = this.logarithmic && positive.length > 0;
      let low = log ? Math.min(...positive) : Math.min(...inside), high = Math.max(...inside);
      if (!inside.length) [low, high] = [0, 1];
      if (this.spec.zero && !log) low = Math.min(0, low);
      if (low === high) { low -= Math.abs(low) * 0.1 || 0.5; high += Math.abs(high) * 0.1 || 0.5; }
      if (!log) { const room = (high - low) * 0.06; high += room; if (!(this.spec.zero && low === 0)) low -= room; if (this.spec.unit === '%') { high = Math.min(high, 100.5); low = Math.max(low, 0); } }
      const plotWidth = width - pad.left - pad.right, plotHeight = height - pad.top - pad.bottom;
      this.px = step => pad.left + (step - this.left) / (this.right - this.left) * plotWidth;
      const unit = log ? value => Math.log(value / low) / Math.log(high / low) : value => (value - low) / (high - low);
      this.py = value => pad.top + (1 - unit(value)) * plotHeight;
      this.invert = x => this.left + (x - pad.left) / plotWidth * (this.right - this.left);
      this.bounds = [pad.top, height - pad.bottom];
      for (const value of log ? logTicks(low, high) : ticks(low, high, 4)) {
        const y = this.py(value);
        make('line', { class: 'gridline', x1: pad.left, x2: width - pad.right, y1: y, y2: y }, this.svg);
        make('text', { x: pad.left - 6, y: y + 4, 'text-anchor': 'end' }, this.svg).textContent = short(value);
      }
      for (const step of ticks(this.left, this.right, Math.max(3, plotWidth / 90))) {
        const x = this.px(step);
        make('text', { x, y: height - 6, 'text-anchor': x > width - 24 ? 'end' : 'middle' }, this.svg).textContent = step.toLocaleString('en').replaceAll(',', ' ');
      }
      if (this.spec.group === 'steps') for (const step of data.resumes) if (step > this.left && step < this.right) {
        const x = this.px(step);
        make('title', {}, make('line', { class: 'mark', x1: x, x2: x, y1: pad.top, y2: height - pad.bottom }, this.svg)).textContent = `resumed at step ${step}`;
      }
      const clip = `clip-${this.spec.id}`;
      make('rect', { x: pad.left, y: pad.top - 3, width: plotWidth + 3, height: plotHeight + 6 }, make('clipPath', { id: clip }, make('defs', {}, this.svg)));
      const area = make('g', { 'clip-path': `url(#${clip})` }, this.svg);
      for (const series of shown) {
        if (factor > 0 && !series.points && (rawBehind ?? shown.length === 1)) this.path(area, series, series.y, 0.25, 1, log);
        this.path(area, series, series.line, 1, 1.7, log);
        if ((series.points || series.x.length === 1) && series.x.length <= 80 && shown.length <= 6) series.x.forEach((step, i) => {
          if (series.line[i] !== null && (!log || series.line[i] > 0)) make('circle', { cx: this.px(step), cy: this.py(series.line[i]), r: 2.6, fill: series.color }, area);
        });
      }
      this.overlay = make('g', {}, this.svg);
    }

    path(parent, series, values, opacity, width, log) {
      let text = '', pen = false;
      series.x.forEach((step, i) => {
        const value = values[i];
        if (value === null || (log && value <= 0)) { pen = false; return; }
        text += `${pen ? 'L' : 'M'}${this.px(step).toFixed(1)} ${this.py(value).toFixed(1)}`;
        pen = true;
      });
      make('path', { d: text, fill: 'none', stroke: series.color, 'stroke-width': width, 'stroke-opacity': opacity, 'stroke-linejoin': 'round' }, parent);
    }

    stepAt(event) {
      const box = this.svg.getBoundingClientRect();
      return Math.min(this.right, Math.max(this.left, this.invert(event.clientX - box.left)));
    }

    hover(event, step) {
      const cursor = this.group.cursor = step ?? this.stepAt(event);
      this.group.charts.forEach(chart => chart.cross());
      tip.replaceChildren();
      const rows = [];
      let at = null;
      for (const series of this.series) if (series.shown) {
        const i = this.nearest(series);
        if (i < 0) continue;
        if (at === null || Math.abs(series.x[i] - cursor) < Math.abs(at - cursor)) at = series.x[i];
        rows.push([series, i]);
      }
      element('b', '', tip, at === null ? '' : `${this.spec.axis} ${at.toLocaleString('en').replaceAll(',', ' ')}`);
      rows.sort((a, b) => b[0].line[b[1]] - a[0].line[a[1]]);
      for (const [series, i] of rows) {
        const row = element('div', '', tip);
        element('i', '', row).style.background = series.color;
        element('span', '', row, series.name);
        element('span', '', row, short(series.y[i]) + (this.spec.smooth && !series.points && smoothing > 0 ? ` (${short(series.line[i])})` : ''));
      }
      if (this.from !== null && this.from !== undefined) {
        const a = this.px(this.from), b = this.px(cursor);
        make('rect', { class: 'select', x: Math.min(a, b), y: this.bounds[0], width: Math.abs(b - a), height: this.bounds[1] - this.bounds[0] }, this.overlay);
      }
      place(event);
    }

    nearest(series) {
      const { cursor } = this.group;
      let best = -1;
      for (let i = 0; i < series.x.length; i++)
        if (series.line && series.line[i] !== null && (best < 0 || Math.abs(series.x[i] - cursor) < Math.abs(series.x[best] - cursor))) best = i;
      return best;
    }

    cross() {
      if (!this.overlay) return;
      this.overlay.replaceChildren();
      const { cursor } = this.group;
      if (cursor === null || cursor < this.left || cursor > this.right) return;
      const x = this.px(cursor);
      make('line', { class: 'cross', x1: x, x2: x, y1: this.bounds[0], y2: this.bounds[1] }, this.overlay);
      for (const series of this.series) if (series.shown) {
        const i = this.nearest(series);
        if (i >= 0 && (!this.logarithmic || series.line[i] > 0)) make('circle', { cx: this.px(series.x[i]), cy: this.py(series.line[i]), r: 3.4, fill: series.color }, this.overlay);
      }
    }
  }

  for (const host of document.querySelectorAll('.charts')) {
    const group = { charts: [], zoom: null, cursor: null };
    const take = specs => {
      for (const spec of specs) if (spec.group === host.dataset.group) {
        const known = group.charts.find(chart => chart.spec.id === spec.id);
        if (known) known.take(spec);
        else {
          group.charts.push(new Chart(spec, host, group));
          charts.push(group.charts[group.charts.length - 1]);
        }
      }
    };
    const redraw = () => group.charts.forEach(chart => chart.draw());
    take(data.charts);
    hosts.push(fresh => { take(fresh); redraw(); });
    new ResizeObserver(redraw).observe(host);
    redraw();
  }
  document.addEventListener('newcharts', event => {
    data.resumes = event.detail.resumes;
    hosts.forEach(renew => renew(event.detail.charts));
  });
  document.querySelectorAll('input.raw').forEach(input => {
    rawBehind = input.checked;
    input.oninput = () => { rawBehind = input.checked; charts.forEach(chart => chart.draw()); };
  });
  document.querySelectorAll('input.smooth').forEach(input => {
    input.oninput = () => { smoothing = +input.value; charts.forEach(chart => chart.draw()); };
  });

  // Confusion matrices ------------------------------------------------------------------------------
  for (const holder of document.querySelectorAll('.matrix')) {
    const { names, columns, counts, unit } = data.matrices[+holder.dataset.matrix];
    const size = columns.length, cell = size <= 14 ? 34 : size <= 24 ? 24 : size <= 48 ? 14 : 7, labeled = size <= 48;
    const font = Math.min(12, cell * 0.62), margin = labeled ? Math.min(120, 8 + Math.max(...columns.map(name => Math.min(18, name.length))) * font * 0.56) : 4;
    const spare = labeled ? margin * 0.55 : 4;
    const svg = make('svg', { viewBox: `0 0 ${margin + size * cell + spare} ${margin + names.length * cell + 4}`, role: 'img', 'aria-label': 'confusion matrix' }, holder);
    const shortName = name => name.length > 18 ? name.slice(0, 17) + '…' : name;
    for (let guess = 0; labeled && guess < size; guess++) {
      const x = margin + (guess + 0.66) * cell;
      make('text', { x, y: margin - 5, transform: `rotate(-55 ${x} ${margin - 5})`, 'font-size': font }, svg).textContent = shortName(columns[guess]);
    }
    for (let truth = 0; truth < names.length; truth++) {
      const total = counts[truth].reduce((sum, value) => sum + value, 0);
      if (labeled) make('text', { x: margin - 5, y: margin + (truth + 0.66) * cell, 'text-anchor': 'end', 'font-size': font }, svg).textContent = shortName(names[truth]);
      for (let guess = 0; guess < size; guess++) {
        const share = total ? counts[truth][guess] / total : 0;
        const x = margin + guess * cell, y = margin + truth * cell;
        make('rect', { class: 'cell', x, y, width: cell - 1, height: cell - 1, rx: cell > 12 ? 3 : 0, 'data-truth': truth, 'data-guess': guess, style: `fill:rgba(var(--heat),${(share > 0 ? 0.05 + 0.95 * Math.sqrt(share) : 0.025).toFixed(3)})` }, svg);
        if (cell >= 24 && share >= 0.005) {
          const text = make('text', { x: x + (cell - 1) / 2, y: y + cell / 2 + font * 0.34, 'text-anchor': 'middle', 'font-size': font * 0.92, 'pointer-events': 'none' }, svg);
          text.textContent = (100 * share).toFixed(share >= 0.0995 ? 0 : 1);
          text.setAttribute('class', share > 0.25 ? 'hot' : 'value');
        }
      }
    }
    svg.addEventListener('pointermove', event => {
      const { truth, guess } = event.target.dataset;
      if (truth === undefined) { tip.hidden = true; return; }
      const total = counts[truth].reduce((sum, value) => sum + value, 0), count = counts[truth][guess];
      const column = counts.reduce((sum, row) => sum + row[guess], 0);
      tip.replaceChildren();
      element('b', '', tip, truth === guess ? `${names[truth]}, right` : `${names[truth]} taken for ${columns[guess]}`);
      element('div', '', tip, `${count.toLocaleString('en').replaceAll(',', ' ')} ${unit}`);
      element('div', '', tip, total ? `${(100 * count / total).toFixed(2)} % of all that is ${names[truth]}` : 'not in the truth');
      element('div', '', tip, column ? `${(100 * count / column).toFixed(2)} % of all predicted as ${columns[guess]}` : 'never predicted');
      place(event);
    });
    svg.addEventListener('pointerleave', () => { tip.hidden = true; });
  }

  // Tables that sort --------------------------------------------------------------------------------
  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    heads.forEach(head => {
      head.tabIndex = 0;
      head.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); head.click(); } });
    });
    heads.forEach((head, index) => head.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') !== 'descending' && (head.dataset.sort === 'number' || head.getAttribute('aria-sort') === 'ascending');
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = row => head.dataset.sort === 'number' ? +row.cells[index].dataset.value : row.cells[index].textContent.trim().toLowerCase();
      const rows = [...body.rows], absent = rows.filter(row => row.classList.contains('absent')), present = rows.filter(row => !row.classList.contains('absent'));
      present.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (down ? -1 : 1));
      body.append(...present, ...absent);
    }));
  }

  // Tabs --------------------------------------------------------------------------------------------
  const tabs = [...document.querySelectorAll('.tabs button')], articles = [...document.querySelectorAll('article.tab')];
  const open = name => {
    tabs.forEach(tab => tab.setAttribute('aria-selected', tab.dataset.tab === name));
    articles.forEach(article => { article.style.display = article.dataset.tab === name ? '' : 'none'; });
  };
  tabs.forEach(tab => { tab.onclick = () => open(tab.dataset.tab); });
  document.querySelectorAll('nav a[data-tab]').forEach(link => link.addEventListener('click', () => open(link.dataset.tab)));
  if (articles.length) open(articles[0].dataset.tab);

  // Pictures ----------------------------------------------------------------------------------------
  for (const figure of document.querySelectorAll('figure.worst')) {
    const base = figure.querySelector('.panel.image img');
    figure.querySelectorAll('.panel.truth, .panel.prediction').forEach(panel => {
      const below = base.cloneNode();
      below.alt = '';
      panel.prepend(below);
      panel.classList.add('layered');
    });
  }
  document.querySelectorAll('input.opacity').forEach(input => {
    const card = input.closest('.card');
    input.oninput = () => card.style.setProperty('--opacity', input.value);
  });
  const zoomed = document.getElementById('zoom');
  document.querySelectorAll('.panel').forEach(panel => {
    panel.tabIndex = 0;
    panel.setAttribute('role', 'button');
    panel.setAttribute('aria-label', [panel.querySelector('span')?.textContent, 'enlarge', panel.querySelector('img:not([alt=""])')?.alt].filter(Boolean).join(' '));
    panel.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); panel.click(); } });
  });
  document.querySelectorAll('.panel').forEach(panel => panel.addEventListener('click', () => {
    const copy = panel.cloneNode(true);
    copy.style.setProperty('--ratio', panel.clientWidth / panel.clientHeight);
    copy.style.setProperty('--opacity', getComputedStyle(panel).getPropertyValue('--opacity') || '.6');
    zoomed.firstElementChild.replaceChildren(copy);
    zoomed.showModal();
  }));
  zoomed.addEventListener('click', () => zoomed.close());

  // Findings that filter ----------------------------------------------------------------------------
  const filters = document.getElementById('filters');
  if (filters) {
    const fields = [...filters.querySelectorAll('[data-filter]')], gallery = document.getElementById('examples'), order = document.getElementById('order');
    const figures = [...gallery.children];
    const apply = () => {
      let count = 0;
      for (const figure of figures) {
        figure.hidden = !fields.every(field => field.value === '' || (field.tagName === 'SELECT'
          ? figure.dataset[field.dataset.filter] === field.value
          : figure.dataset[field.dataset.filter].toLowerCase().includes(field.value.trim().toLowerCase())));
        count += !figure.hidden;
      }
      document.getElementById('count').textContent = `${count} of ${figures.length} shown`;
    };
    const sort = () => {
      const key = order.value.replace('-', ''), way = order.value.startsWith('-') ? 1 : -1;
      const value = figure => figure.dataset[key] === '' ? Infinity * way : +figure.dataset[key];
      gallery.append(...(key ? [...figures].sort((a, b) => { const x = value(a), y = value(b); return x === y ? 0 : (x < y ? -1 : 1) * way; }) : figures));
    };
    const choose = wanted => {
      fields.forEach(field => {
        const value = wanted[field.dataset.filter] ?? '';
        if (field.tagName === 'SELECT' && ![...field.options].some(option => option.value === value)) field.add(new Option('no example', value));
        field.value = value;
      });
      apply();
    };
    const arrive = () => {
      const figure = location.hash.startsWith('#finding-') && document.getElementById(location.hash.slice(1));
      if (figure && figure.hidden) choose({});
      if (figure) figure.scrollIntoView();
    };
    fields.forEach(field => field.addEventListener('input', apply));
    order.addEventListener('change', sort);
    document.getElementById('all').onclick = () => choose({});
    document.querySelectorAll('a.to-findings').forEach(link => link.addEventListener('click', () => choose(link.dataset)));
    addEventListener('hashchange', arrive);
    apply();
    arrive();
  }

  // What scrolls can be reached by keys.
  const reachable = () => document.querySelectorAll('.scroll, pre').forEach(part => {
    if (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
  });
  reachable();
  addEventListener('resize', reachable);
  document.addEventListener('newparts', reachable);

  // Small things ------------------------------------------------------------------------------------
  document.querySelectorAll('pre.copy').forEach(pre => {
    const button = element('button', 'copybutton', pre, 'copy');
    button.type = 'button';
    button.onclick = async () => {
      try { await navigator.clipboard.writeText(pre.querySelector('code').textContent); button.textContent = 'copied'; }
      catch { const range = document.createRange(); range.selectNodeContents(pre.querySelector('code')); const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range); button.textContent = 'selected'; }
      setTimeout(() => { button.textContent = 'copy'; }, 1500);
    };
  });
  document.getElementById('theme').onclick = () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    charts.forEach(chart => chart.draw());
  };
})();
