'use strict';
(() => {
  // Figures that filter: findings of an atlas, each at an address of its own, and images by what is in them.
  const filters = document.getElementById('filters'), gallery = document.getElementById('examples');
  if (filters && gallery) {
    const fields = [...filters.querySelectorAll('[data-filter]')], order = document.getElementById('order');
    const figures = [...gallery.querySelectorAll('figure[data-image]')];
    const apply = () => {
      let count = 0;
      for (const figure of figures) {
        figure.hidden = !fields.every(field => field.value === '' || (field.tagName === 'SELECT'
          ? figure.dataset[field.dataset.filter].split('\n').includes(field.value)
          : figure.dataset[field.dataset.filter].toLowerCase().includes(field.value.trim().toLowerCase())));
        count += !figure.hidden;
      }
      document.getElementById('count').textContent = `${count} of ${figures.length} shown`;
    };
    const sort = () => {
      const key = order.value.replace('-', ''), way = order.value.startsWith('-') ? 1 : -1;
      const value = figure => figure.dataset[key] === '' ? Infinity * way : +figure.dataset[key];
      figures[0]?.parentElement.append(...(key ? [...figures].sort((a, b) => { const x = value(a), y = value(b); return x === y ? 0 : (x < y ? -1 : 1) * way; }) : figures));
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
    order?.addEventListener('change', sort);
    document.getElementById('all').onclick = () => choose({});
    document.querySelectorAll('a.to-findings').forEach(link => link.addEventListener('click', () => choose(link.dataset)));
    addEventListener('hashchange', arrive);
    apply();
    arrive();
  }
})();
