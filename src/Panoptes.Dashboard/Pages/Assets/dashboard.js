'use strict';
(() => {
  const pause = 3000;
  const key = document.querySelector('meta[name="request-key"]').content;
  const remembered = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* without, it is asked again */ } };
  const post = (address, body) => fetch(address, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Request-Key': key }, body: JSON.stringify(body),
  });

  // Light or dark, kept for the next page -------------------------------------------------------------
  const root = document.documentElement, theme = remembered('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  new MutationObserver(() => remember('theme', root.dataset.theme)).observe(root, { attributeFilter: ['data-theme'] });

  document.querySelector('.skip').addEventListener('click', event => {
    event.preventDefault();
    const main = document.getElementById('main');
    main.scrollIntoView();
    main.focus({ preventScroll: true });
  });

  // Asks again for what changes; an unchanged answer has no body --------------------------------------
  const follow = (address, take, headers = {}) => {
    let tag = '', timer = 0, turn = 0;
    const ask = async () => {
      clearTimeout(timer);
      const mine = ++turn;
      try {
        if (!document.hidden) {
          const answer = await fetch(address(), { headers: { ...headers, ...(tag ? { 'If-None-Match': tag } : {}) } });
          if (mine !== turn) return;
          if (answer.ok) { tag = answer.headers.get('ETag') || ''; await take(answer); }
        }
      } catch { /* the program is away: the next time may find it */ }
      if (mine === turn) timer = setTimeout(ask, pause);
    };
    timer = setTimeout(ask, pause);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
    return { now: () => { tag = ''; return ask(); } };
  };

  // The part of a page that is a list -----------------------------------------------------------------
  const list = document.getElementById('list');
  const isRuns = list !== null && document.getElementById('filters') !== null;
  const chosen = new Set(isRuns ? JSON.parse(sessionStorage.getItem('chosen') || '[]') : []);
  const boxes = () => [...list.querySelectorAll('input[name="run"]')];
  const showChosen = () => {
    sessionStorage.setItem('chosen', JSON.stringify([...chosen]));
    const picked = document.getElementById('picked');
    const text = chosen.size ? `${chosen.size} chosen` : '';
    if (picked.firstChild?.textContent !== text) picked.textContent = text;
    if (chosen.size && !picked.querySelector('button')) {
      const clear = document.createElement('button');
      Object.assign(clear, { type: 'button', className: 'act', textContent: 'none' });
      clear.setAttribute('aria-label', 'choose none');
      clear.onclick = () => { chosen.clear(); boxes().forEach(box => { box.checked = false; }); showChosen(); };
      picked.append(' ', clear);
    }
    const form = document.getElementById('chosen'), shown = new Set(boxes().map(box => box.value));
    form.querySelectorAll('input[type="hidden"]').forEach(input => input.remove());
    for (const id of chosen) if (!shown.has(id)) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name: 'run', value: id });
      form.append(input);
    }
  };
  const replaceList = text => {
    const focused = document.activeElement, inside = list.contains(focused);
    const where = inside ? (focused.id ? `#${focused.id}` : focused.value && focused.name === 'run' ? `input[value="${CSS.escape(focused.value)}"]`
      : focused.getAttribute('href') ? `a[href="${CSS.escape(focused.getAttribute('href'))}"]` : null) : null;
    const typed = list.querySelector('#bulk-tag')?.value;
    list.innerHTML = text;
    if (isRuns) {
      if (typed) list.querySelector('#bulk-tag').value = typed;
      boxes().forEach(box => { box.checked = chosen.has(box.value); });
      showChosen();
    }
    if (where) list.querySelector(where)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event('newparts'));
  };
  if (list) {
    let address = list.dataset.live;
    const live = follow(() => address, async answer => replaceList(await answer.text()), { 'X-Part': 'list' });
    if (isRuns) {
      const go = (to, keep) => {
        address = to;
        history[keep ? 'replaceState' : 'pushState'](null, '', to);
        return live.now();
      };
      list.addEventListener('change', event => {
        if (event.target.name !== 'run') return;
        chosen[event.target.checked ? 'add' : 'delete'](event.target.value);
        showChosen();
      });
      list.addEventListener('click', event => {
        const link = event.target.closest('a[data-sort], .pager a, a.tag');
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const named = link.closest('th') ? link.textContent : null;
        go(link.getAttribute('href')).then(() => {
          if (named) [...list.querySelectorAll('th a')].find(head => head.textContent === named)?.focus({ preventScroll: true });
          else list.scrollIntoView({ block: 'start' });
        });
      });
      const filters = document.getElementById('filters');
      const apply = () => {
        const at = new URL(location.href), query = new URLSearchParams();
        for (const [name, value] of new FormData(filters)) if (value) query.set(name, value);
        for (const name of ['sort', 'dir']) if (at.searchParams.has(name)) query.set(name, at.searchParams.get(name));
        return go(`/?${query}`, true);
      };
      let typing = 0;
      filters.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(apply, 250); });
      filters.addEventListener('submit', event => { event.preventDefault(); clearTimeout(typing); apply(); });
      addEventListener('popstate', () => location.reload());
      const tag = async change => {
        const input = document.getElementById('bulk-tag'), word = input.value.trim(), picked = document.getElementById('picked');
        if (!chosen.size || !word) { picked.textContent = chosen.size ? 'write a tag first' : 'choose runs first'; return; }
        const answer = await post('/api/tags', { runs: [...chosen], [change]: [word], by: remembered('name') || '' });
        if (!answer.ok) { picked.textContent = (await answer.json()).fault; return; }
        input.value = '';
        await live.now();
      };
      list.addEventListener('click', event => {
        if (event.target.id === 'bulk-add') tag('add');
        if (event.target.id === 'bulk-remove') tag('remove');
      });
      list.addEventListener('keydown', event => { if (event.target.id === 'bulk-tag' && event.key === 'Enter') { event.preventDefault(); tag('add'); } });
      boxes().forEach(box => { box.checked = chosen.has(box.value); });
      showChosen();
    }
  }

  // Curves ------------------------------------------------------------------------------------------
  document.querySelectorAll('.charts[data-live]').forEach(host => follow(
    () => host.dataset.live, async answer => {
      const fresh = await answer.json(), badge = document.getElementById('state'), progress = document.getElementById('progress');
      document.dispatchEvent(new CustomEvent('newcharts', { detail: fresh }));
      if (badge && fresh.state) { badge.textContent = fresh.state; badge.className = `badge ${fresh.color}`; }
      if (progress) progress.textContent = fresh.step.toLocaleString('en').replaceAll(',', ' ');
    }));

  // Logs --------------------------------------------------------------------------------------------
  const log = document.getElementById('log-text');
  if (log) {
    const which = document.getElementById('log-file'), stay = document.getElementById('log-follow'), most = 400000;
    let end = -1, shown = '';
    const more = async answer => {
      const tail = await answer.json();
      const text = (tail.anew ? '' : shown) + tail.text;
      end = tail.end;
      if (text === shown) return;
      shown = text.length > most ? text.slice(text.indexOf('\n', text.length - most) + 1) : text;
      log.textContent = shown;
      log.tabIndex = 0;
      if (stay.checked) log.scrollTop = log.scrollHeight;
    };
    const tail = follow(() => `${log.dataset.live}?file=${encodeURIComponent(which.value)}&from=${end}`, more);
    which.onchange = () => { end = -1; shown = ''; log.textContent = ''; tail.now(); };
    tail.now();
  }

  // Tags and notes ----------------------------------------------------------------------------------
  const note = document.getElementById('note');
  if (note) {
    const state = document.getElementById('note-state'), conflict = document.getElementById('note-conflict');
    note.elements.by.value = remembered('name') || '';
    const words = text => text.split(',').map(word => word.trim()).filter(word => word);
    const line = (text, parent) => { const part = document.createElement('p'); part.textContent = text; parent.append(part); return part; };
    const show = theirs => {
      conflict.replaceChildren();
      conflict.hidden = false;
      line(`Not saved: ${theirs.by || 'somebody'} changed it meanwhile (${theirs.utc.slice(0, 16).replace('T', ' ')} UTC). It reads now:`, conflict);
      line(`tags: ${theirs.tags.join(', ') || '(none)'}`, conflict);
      line(theirs.text || '(no note)', conflict);
      const acts = document.createElement('p');
      acts.className = 'acts';
      for (const [title, act] of [
        ['Take theirs', () => { note.elements.tags.value = theirs.tags.join(', '); note.elements.text.value = theirs.text; }],
        ['Keep mine, and save over it', () => note.requestSubmit()],
      ]) {
        const button = document.createElement('button');
        Object.assign(button, { type: 'button', className: 'act', textContent: title });
        button.onclick = () => { note.dataset.version = theirs.version; conflict.hidden = true; act(); };
        acts.append(button);
      }
      conflict.append(acts);
      acts.querySelector('button').focus();
    };
    note.addEventListener('submit', async event => {
      event.preventDefault();
      remember('name', note.elements.by.value.trim());
      state.textContent = 'saving ...';
      try {
        const answer = await post(`/api/runs/${note.dataset.run}/note`, {
          version: +note.dataset.version, tags: words(note.elements.tags.value), text: note.elements.text.value, by: note.elements.by.value.trim(),
        });
        const said = await answer.json();
        if (answer.status === 409) { state.textContent = 'not saved'; show(said); return; }
        if (!answer.ok) { state.textContent = said.fault; return; }
        note.dataset.version = said.version;
        note.elements.tags.value = said.tags.join(', ');
        conflict.hidden = true;
        state.textContent = 'saved';
      } catch { state.textContent = 'not saved: the program does not answer'; }
    });
  }
})();
