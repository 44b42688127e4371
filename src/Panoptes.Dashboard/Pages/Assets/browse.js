'use strict';
(() => {
  const browse = document.getElementById('browse');
  if (!browse) return;
  const key = document.querySelector('meta[name="request-key"]').content;
  const remembered = name => { try { return localStorage.getItem(`browse-${name}`); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(`browse-${name}`, value); } catch { /* without, it is asked again */ } };
  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Request-Key': key }, body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.fault);
    return said;
  };
  const byId = name => document.getElementById(name);

  // How pictures look, kept for the next page ---------------------------------------------------------
  const slider = (name, apply) => {
    const input = byId(name);
    if (!input) return;
    input.value = remembered(name) ?? input.value;
    const set = () => { apply(input.value); remember(name, input.value); };
    input.addEventListener('input', set);
    apply(input.value);
  };
  slider('opacity', value => browse.style.setProperty('--opacity', value / 100));
  slider('shot-size', value => browse.style.setProperty('--shot', `${value}px`));
  const toggle = (name, className) => {
    const box = byId(name);
    if (!box) return;
    box.checked = remembered(name) === 'yes';
    const set = () => { browse.classList.toggle(className, box.checked); remember(name, box.checked ? 'yes' : 'no'); };
    box.addEventListener('change', set);
    browse.classList.toggle(className, box.checked);
  };
  toggle('show-boxes', 'boxed');
  toggle('own-size', 'whole');
  toggle('show-predicted', 'modeled');

  // The class and the object under the pointer -----------------------------------------------------------------------
  const tip = byId('tip'), tables = JSON.parse(byId('class-names')?.textContent || '[]'), maps = new Map(), mostMaps = 80;
  const ids = address => {
    if (!maps.has(address)) {
      if (maps.size >= mostMaps) maps.delete(maps.keys().next().value);
      maps.set(address, fetch(address).then(answer => answer.ok ? answer.arrayBuffer() : null)
        .then(buffer => buffer && new Uint16Array(buffer)).catch(() => null));
    }
    return maps.get(address);
  };
  let pointed = 0;
  const point = async event => {
    const frame = event.target.closest?.('.frame[data-place]'), picture = frame?.querySelector('img'), mine = ++pointed;
    if (!picture || !frame.querySelector('.over')) { tip.hidden = true; return; }
    const ofModel = browse.classList.contains('modeled') && frame.querySelector('.predicted') ? '&of=model' : '';
    const map = await ids(`/ids/${frame.dataset.place}?size=${frame.id === 'stage' ? 'full' : 'small'}${ofModel}`);
    if (mine !== pointed || !map) return;
    const box = picture.getBoundingClientRect(), x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
    if (x < 0 || y < 0 || x >= 1 || y >= 1) { tip.hidden = true; return; }
    const at = Math.floor(y * map[1]) * map[0] + Math.floor(x * map[0]), id = map[2 + at], table = tables[+frame.dataset.table];
    const segments = 2 + map[0] * map[1], segment = map.length > segments && table.things.includes(id)
      ? map[segments + 2 * at] + 65536 * map[segments + 2 * at + 1] : 0;
    tip.textContent = id === table.ignored ? 'void' : table.names[id] ?? 'an id that is not in the class table';
    if (segment) tip.append(` #${segment}`);
    tip.hidden = false;
    const own = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - own.width - 6))}px`;
    tip.style.top = `${Math.max(4, Math.min(event.clientY + 16, innerHeight - own.height - 6))}px`;
  };
  browse.addEventListener('pointermove', point);
  browse.addEventListener('pointerleave', () => { pointed++; tip.hidden = true; });

  // The grid, and the filters of it -------------------------------------------------------------------
  const grid = byId('grid'), sift = byId('sift');
  let turn = 0;
  const show = async (to, keep) => {
    const mine = ++turn;
    const answer = await fetch(to, { headers: { 'X-Part': 'grid' } });
    const text = await answer.text();
    if (mine !== turn || !answer.ok) return;
    history[keep ? 'replaceState' : 'pushState'](null, '', to);
    grid.innerHTML = text;
    tip.hidden = true;
  };
  if (grid) {
    const apply = () => {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(sift)) if (value && !(name === 'sort' && value === 'order')) query.set(name, value);
      return show(query.size ? `/?${query}` : '/', true);
    };
    let typing = 0;
    sift.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(apply, 250); });
    sift.addEventListener('submit', event => { event.preventDefault(); clearTimeout(typing); apply(); });
    grid.addEventListener('click', event => {
      const link = event.target.closest('.pager a');
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        show(link.getAttribute('href')).then(() => {
          grid.scrollIntoView({ block: 'start' });
          grid.querySelector('.frame')?.focus({ preventScroll: true });
        });
      }
      const all = event.target.closest('[data-all]');
      if (all) {
        const words = grid.querySelector('[data-words]').dataset.words;
        tell(post('/api/select', { words, on: all.dataset.all === 'on' })).then(() => show(location.pathname + location.search, true));
      }
    });
    addEventListener('popstate', () => location.reload());
  }

  // The selection -------------------------------------------------------------------------------------
  const selected = byId('selected');
  const tell = async answer => {
    try { selected.textContent = `${(await answer).count} selected`; } catch (fault) { selected.textContent = `not done: ${fault.message}`; }
  };
  browse.addEventListener('change', event => {
    if (event.target.name === 'pick') tell(post('/api/select', { places: [+event.target.value], on: event.target.checked }));
  });
  const keep = byId('keep'), saved = byId('saved');
  byId('unselect')?.addEventListener('click', () =>
    tell(post('/api/select', { words: '', on: false })).then(() => show(location.pathname + location.search, true)));
  keep?.addEventListener('submit', async event => {
    event.preventDefault();
    saved.replaceChildren();
    const line = (name, text, parent) => { const part = document.createElement(name); part.textContent = text; parent.append(part); return part; };
    try {
      for (const list of (await post('/api/lists', { name: keep.elements.name.value })).lists) {
        line('p', `${list.file}: ${list.count} of ${list.split}. To train on these alone, or on all but these:`, saved);
        for (const text of [list.only, list.without]) {
          const block = line('pre', text, saved), button = line('button', 'copy', block);
          Object.assign(button, { type: 'button', className: 'copybutton' });
          button.onclick = async () => { await navigator.clipboard.writeText(text); button.textContent = 'copied'; };
        }
      }
    } catch (fault) { line('p', `Not saved: ${fault.message}`, saved).className = 'wrong'; }
  });

  // One sample: keys ----------------------------------------------------------------------------------
  const stage = byId('stage'), opacity = byId('opacity');
  if (!browse.classList.contains('one')) return;
  const press = name => { const box = typeof name === 'string' ? byId(name) : name; if (box) box.click(); };
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input[type="range"], select')) return;
    const way = { ArrowLeft: 'a[rel="prev"]', ArrowRight: 'a[rel="next"]', Escape: '#back' }[event.key];
    if (way && !(browse.classList.contains('whole') && event.target === stage && event.key !== 'Escape')) {
      document.querySelector(way)?.click();
      return;
    }
    // Letters act on the picture alone, so that who speaks or types elsewhere changes nothing.
    if (event.target !== stage) return;
    if (event.key === 'l') { opacity.value = +opacity.value ? 0 : 50; opacity.dispatchEvent(new Event('input')); }
    if (event.key === 'b') press('show-boxes');
    if (event.key === 'm') press('show-predicted');
    if (event.key === 'f') press('own-size');
    if (event.key === 'x') press(document.querySelector('input[name="pick"]'));
  });
  stage?.focus({ preventScroll: true });
})();
