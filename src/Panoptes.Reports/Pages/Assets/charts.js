'use strict';
(() => {
  const { data, make, element, tip, place, short, readable } = page;
  const palette = ['#3b6fe0', '#e0702c', '#2a9d6f', '#b452c9', '#d4a21a', '#1fa3b8', '#d9486e', '#7d6be0', '#7a8a2e', '#8a8f99'];

  const mostRaw = 4;
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
      // The axis holds all that is drawn: a spike that smoothing hides stays within the panel.
      const noisy = shown.filter(series => !series.points).length;
      for (const series of shown) series.raw = factor > 0 && !series.points && (rawBehind ?? noisy <= mostRaw);
      const inside = [];
      for (const series of shown) series.x.forEach((step, i) => {
        if (step < this.left || step > this.right) return;
        if (series.line[i] !== null) inside.push(series.line[i]);
        if (series.raw && series.y[i] !== null) inside.push(series.y[i]);
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
        if (series.raw) this.path(area, series, series.y, 0.25, 1, log);
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
  page.redraws.push(() => charts.forEach(chart => chart.draw()));
})();
