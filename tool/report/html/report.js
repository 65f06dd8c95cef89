
'use strict';
// Sorts and filters the table, shows one pool at a time, and keeps both in the address. Without it
// the page is complete: one long document.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const byId = (id) => document.getElementById(id);

  let main, rows = [], texts = [], table = null;
  let state = {};        // of the list: q, class, action, rule, changed, sort
  let listHash = '';     // the address of the list that was shown last
  let lastPool = null;   // the pool that was shown last
  const fields = ['q', 'class', 'action', 'rule'];

  const decode = (text) => {
    try { return decodeURIComponent(text); } catch { return text; }
  };

  // ---- the list

  const read = (hash) => {
    const out = {};
    for (const [key, value] of new URLSearchParams(hash)) out[key] = value;
    return out;
  };
  const write = () => {
    const out = new URLSearchParams();
    for (const key of [...fields, 'changed', 'sort']) if (state[key]) out.set(key, state[key]);
    return out.toString();
  };

  const shown = () => rows.filter((row) => !row.hidden);

  function filter() {
    const words = (state.q || '').toLowerCase().split(/\s+/).filter(Boolean);
    const rule = byId('rule');
    const options = rule ? [...rule.options].map((option) => option.value) : [];
    const wanted = state.rule ? options.indexOf(state.rule) - 2 : null;
    let count = 0;
    rows.forEach((row, i) => {
      const data = row.dataset;
      const rules = data.r ? data.r.trim().split(' ') : [];
      const fits = (!state.class || data.c === state.class) &&
        (!state.action || data.a === state.action) &&
        (wanted === null || (wanted === -1 ? rules.length > 0 : rules.includes(String(wanted)))) &&
        (!state.changed || data.n) &&
        words.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      if (fits) ++count;
    });
    byId('none').hidden = count > 0;
    const all = rows.length.toLocaleString('en');
    byId('count').textContent = count === rows.length ? all + ' pools'
      : count.toLocaleString('en') + ' of ' + all + ' pools';
  }

  const valueOf = (row, column, numeric) => {
    const cell = row.cells[column];
    const value = cell.dataset.v ?? cell.textContent;
    return numeric ? Number(value) : value.toLowerCase();
  };

  // `-peak` is the highest peak first; nothing the order that the page came in.
  function sort() {
    const [, down, key] = /^(-?)(.*)$/.exec(state.sort || '');
    const heads = [...table.tHead.rows[0].cells];
    const column = heads.findIndex((head) => head.dataset.k && head.dataset.k === key);
    for (const head of heads) head.removeAttribute('aria-sort');
    let order = rows;
    if (column >= 0) {
      heads[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const numeric = 'v' in rows[0].cells[column].dataset || heads[column].classList.contains('n');
      const keys = new Map(rows.map((row) => [row, valueOf(row, column, numeric)]));
      const sign = down ? -1 : 1;
      order = [...rows].sort((a, b) => {
        const left = keys.get(a), right = keys.get(b);
        if (!numeric) return sign * (left < right ? -1 : left > right ? 1 : 0);
        // What has no number stands behind those that have one, both ways.
        return left < 0 || right < 0 ? right - left : sign * (left - right);
      });
    }
    table.tBodies[0].append(...order);
    sorted = order;
  }
  let sorted = [];

  function apply() {
    if (!table) return;
    for (const key of fields) {
      const field = byId(key);
      if (field && field.value !== (state[key] || '')) field.value = state[key] || '';
    }
    if (byId('changed')) byId('changed').checked = Boolean(state.changed);
    filter();
    sort();
  }

  // A change of the filter replaces the address: going back leaves the list, not a letter.
  function changed() {
    listHash = write();
    history.replaceState(null, '', '#' + listHash);
    apply();
  }

  function prepare() {
    table = byId('table');
    if (!table) return;
    rows = [...table.tBodies[0].rows];
    sorted = rows;
    texts = rows.map((row) => row.textContent.toLowerCase());
    for (const head of table.tHead.rows[0].cells) {
      if (!head.dataset.k) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      const first = head.classList.contains('n') || head.dataset.k === 'class' ||
        head.dataset.k === 'action' || head.dataset.k === 'proof' ? '-' : '';
      button.addEventListener('click', () => {
        const key = head.dataset.k;
        const now = state.sort || '';
        const other = first ? '' : '-';
        state.sort = now === first + key ? other + key : now === other + key ? '' : first + key;
        changed();
      });
    }
    for (const key of fields) {
      byId(key)?.addEventListener('input', (event) => {
        state[key] = event.target.value;
        changed();
      });
    }
    byId('changed')?.addEventListener('input', (event) => {
      state.changed = event.target.checked ? '1' : '';
      changed();
    });
    byId('filter').addEventListener('submit', (event) => {
      event.preventDefault();
      shown()[0]?.querySelector('a').focus();
    });
    for (const link of document.querySelectorAll('[data-hash]')) {
      link.setAttribute('href', '#' + link.dataset.hash);
    }
  }

  // ---- what is shown

  const link = (text, href, title) => {
    const out = document.createElement('a');
    out.textContent = text;
    out.setAttribute('href', href);
    if (title) out.title = title;
    return out;
  };
  const idOf = (row) => row.querySelector('a').getAttribute('href').slice(1);
  const order = () => {
    const list = sorted.filter((row) => !row.hidden).map(idOf);
    return lastPool && !list.includes(lastPool) ? sorted.map(idOf) : list;
  };

  function bar(id) {
    let out = byId('bar');
    if (!out) {
      out = document.createElement('nav');
      out.id = 'bar';
      out.setAttribute('aria-label', 'pools');
      main.prepend(out);
    }
    if (id === null) { out.remove(); return; }
    const list = order();
    const at = list.indexOf(id);
    const place = document.createElement('span');
    place.className = 'spread quiet';
    place.textContent = at < 0 ? '' : (at + 1) + ' of ' + list.length;
    out.replaceChildren(link('\u2190 all pools', '#' + listHash, 'Esc'), place);
    if (at > 0) out.append(link('previous', '#' + list[at - 1], 'k'));
    if (at >= 0 && at + 1 < list.length) out.append(link('next', '#' + list[at + 1], 'j'));
  }

  function show(view, article) {
    const before = main.dataset.view;
    main.dataset.view = view;
    document.querySelector('article.current')?.classList.remove('current');
    if (article) {
      lastPool = article.id;
      article.classList.add('current');
    }
    bar(article ? article.id : null);
    document.title = (article ? article.querySelector('h3').textContent + ' \u2013 ' : '') + title;
    if (view === 'list' && before === 'pool') {
      sorted.find((row) => idOf(row) === lastPool && !row.hidden)?.querySelector('a').focus();
    }
  }
  const title = document.title;

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    element.scrollIntoView();
  };

  function route() {
    const hash = location.hash.slice(1);
    const id = decode(hash);
    const target = id ? byId(id) : null;
    const article = target?.closest('article');
    if (article) {
      show('pool', article);
      if (target === article) {
        scrollTo(0, 0);
        article.focus({preventScroll: true});
      } else {
        reveal(target);
      }
    } else if (id === 'all') {
      show('all');
      scrollTo(0, 0);
    } else if (isState(hash)) {
      const back = main.dataset.view === 'pool';
      state = read(hash);
      listHash = hash;
      apply();
      show('list');
      if (!back && hash) byId('pools')?.scrollIntoView();
    } else {
      show('list');  // a section of it, or something that is not here
      if (target) reveal(target);
    }
  }
  const isState = (hash) => hash === '' || hash.includes('=');

  // ---- keys

  function step(by) {
    if (main.dataset.view === 'pool') {
      const list = order();
      const next = list[list.indexOf(lastPool) + by];
      if (next) location.hash = next;
      return;
    }
    const list = sorted.filter((row) => !row.hidden);
    const at = list.indexOf(document.activeElement?.closest('#table tbody tr'));
    const next = at < 0 ? (by > 0 ? list[0] : null) : list[at + by];
    next?.querySelector('a').focus();
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys')?.open) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === 'Escape') {
      if (main.dataset.view !== 'list') {
        location.hash = listHash;
      } else if (typing && state.q) {
        state.q = '';
        changed();
      } else {
        document.activeElement?.blur();
      }
      return;
    }
    if (typing) return;
    if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'a') location.hash = 'all';
    else if (event.key === '?') byId('keys')?.showModal();
    else if (event.key === '/') {
      if (main.dataset.view !== 'list') location.hash = listHash;
      byId('q')?.focus();
      byId('q')?.select();
    } else return;
    event.preventDefault();
  }

  // What is folded prints unfolded.
  let folded = [];
  const unfold = () => {
    folded = [...document.querySelectorAll('details:not([open])')]
      .filter((each) => each.checkVisibility());
    for (const each of folded) each.open = true;
  };
  const fold = () => { for (const each of folded) each.open = false; };

  // The table is there, the pools are still to come: an address that names one of them waits.
  main = document.querySelector('main');
  prepare();
  const early = location.hash.slice(1);
  if (isState(early)) route();
  else main.dataset.view = /^(pool|finding)-/.test(early) ? 'pool' : 'list';
  performance.mark('interactive');
  addEventListener('hashchange', route);
  addEventListener('beforeprint', unfold);
  addEventListener('afterprint', fold);
  document.addEventListener('DOMContentLoaded', () => {
    if (!isState(location.hash.slice(1))) route();
    byId('help').addEventListener('click', () => byId('keys').showModal());
  });
  document.addEventListener('keydown', key);
})();
