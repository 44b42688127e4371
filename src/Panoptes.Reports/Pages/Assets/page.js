'use strict';
// What the scripts of a page share: they follow in one file, and each draws or moves one kind of part.
const page = (() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const namespace = document.getElementById('namespace').namespaceURI;
  const tip = document.getElementById('tip');
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
  const button = (className, parent, text, label, act) => {
    const node = element('button', className, parent, text);
    node.type = 'button';
    if (label) node.setAttribute('aria-label', node.title = label);
    if (act) node.onclick = act;
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

  // What is drawn in the page's colors is drawn again where those change: by the button, by the system, on paper.
  const redraws = [];
  const redraw = () => redraws.forEach(draw => draw());
  document.getElementById('theme').onclick = () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  // Paper cannot be clicked: what is folded is open there.
  const paper = matchMedia('print');
  let opened = [];
  paper.addEventListener('change', () => {
    if (paper.matches) {
      opened = [...document.querySelectorAll('details:not([open])')];
      opened.forEach(part => { part.open = true; });
    } else {
      opened.forEach(part => { part.open = false; });
    }
    redraw();
  });

  // Tabs --------------------------------------------------------------------------------------------
  const tabs = [...document.querySelectorAll('.tabs button')], articles = [...document.querySelectorAll('article.tab')];
  const open = name => {
    tabs.forEach(tab => {
      tab.setAttribute('aria-selected', tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    });
    articles.forEach(article => { article.classList.toggle('shut', article.dataset.tab !== name); });
  };
  tabs.forEach((tab, at) => {
    tab.onclick = () => open(tab.dataset.tab);
    tab.addEventListener('keydown', event => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs[(to + tabs.length) % tabs.length];
      next.focus();
      open(next.dataset.tab);
    });
  });
  document.querySelectorAll('nav a[data-tab]').forEach(link => link.addEventListener('click', () => open(link.dataset.tab)));
  if (articles.length) open(articles[0].dataset.tab);

  // A head that stays covers what is gone to; one that would cover much does not stay.
  const head = document.querySelector('header');
  if (head) new ResizeObserver(() => {
    const isLarge = head.offsetHeight > innerHeight / 4;
    head.style.position = isLarge ? 'static' : '';
    document.documentElement.style.setProperty('--head', `${isLarge ? 12 : head.offsetHeight + 12}px`);
  }).observe(head);

  // What scrolls can be reached by keys.
  const reachable = () => document.querySelectorAll('.scroll, pre').forEach(part => {
    if (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
  });
  addEventListener('load', reachable);
  addEventListener('resize', reachable);
  document.addEventListener('newparts', reachable);

  document.querySelectorAll('pre.copy').forEach(pre => {
    const copy = button('copybutton', pre, 'copy');
    copy.onclick = async () => {
      try { await navigator.clipboard.writeText(pre.querySelector('code').textContent); copy.textContent = 'copied'; }
      catch { const range = document.createRange(); range.selectNodeContents(pre.querySelector('code')); const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range); copy.textContent = 'selected'; }
      setTimeout(() => { copy.textContent = 'copy'; }, 1500);
    };
  });
  return { data, make, element, button, tip, place, short, readable, redraws };
})();
