// The library's table: sorts, filters and picks without the server; opens and removes sources.
footnote.table = (() => {
  const {$, $$, make} = footnote;
  const FIRST = 200;     // rows that are shown until more are asked for
  const MOST = 2000;     // rows that the server gives of very many
  const TYPING = 250;    // milliseconds without a key, until the server is asked
  const PATIENCE = 500;  // milliseconds between two tables while documents come in, and more for long ones
  const NUMBERS = ['pages', 'passages'];
  const collator = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});
  let section, said, call, serve;
  let rows = [], label = '';
  let have = '', want = '';           // the stamps of the table that is shown, and of the library
  let loading = false, loaded = 0, took = 0, timer = 0;
  let column = '', down = false, all = false;
  // Of very many documents the server has all, and gives a part: of `total` the first `limit` that were asked for
  let parted = false, total = 0, limit = FIRST, viewed = '';
  const chosen = new Set();

  const id = (row) => row.dataset.source;
  const rowOf = (element) => element.closest('tr');

  // The table from the server; rows that did not change stay, and with them focus and marks

  const sought = () => $('.tools input', section).value.trim();
  const view = () => JSON.stringify({words: sought(), column, descending: down, limit});

  async function load() {
    window.clearTimeout(timer);
    if (loading || footnote.shown !== 'library' || (have && have === want && (!parted || viewed === view()))) return;
    const wait = have && have !== want ? loaded + Math.max(PATIENCE, 3 * took) - performance.now() : 0;
    if (wait > 0) { timer = window.setTimeout(load, wait); return; }
    loading = true;
    const asked = want, seen = view(), began = performance.now();
    try {
      put(await call('library_table', JSON.parse(seen)), seen);
    } finally {
      loading = false;
      loaded = performance.now();
      took = loaded - began;
    }
    const late = want !== asked;
    if (!late) want = have;
    if (late || (parted && viewed !== view())) load();
  }

  function put(answer, seen) {
    have = answer.stamp;
    [parted, total, viewed] = [answer.found != null, answer.found, seen];
    label = answer.label;
    const old = new Map(rows.map((row) => [id(row), row]));
    const fresh = footnote.fragment(answer.html);
    const table = $('table', fresh);
    rows = $$('tbody tr', fresh).map((row) => {
      const before = old.get(id(row));
      row.made = row.outerHTML;
      return before?.made === row.made ? before : row;
    });
    const there = new Set(rows.map(id));
    for (const one of chosen) if (!parted && !there.has(one)) chosen.delete(one);
    const place = $('[data-table]', section);
    if (!table) place.replaceChildren(fresh);
    else if (!$('table', place)) { $('tbody', table).replaceChildren(); place.replaceChildren(table); }
    $('.tools', section).hidden = !table;
    const note = make('div', {}, footnote.fragment(answer.note));
    note.dataset.note = '';
    footnote.morph($('[data-note]', section), note);
    apply();
  }

  // What is shown of it

  function matching() {
    if (parted) return rows;
    const words = sought().toLowerCase().split(/\s+/);
    return rows.filter((row) => {
      row.words ||= `${$('td.title bdi', row).textContent} ${$('.from', row)?.title || ''} ${$('td.type', row).textContent}`.toLowerCase();
      return words.every((word) => row.words.includes(word));
    });
  }

  function value(row) {
    return column === 'title' ? $('td.title bdi', row).textContent : $(`td.${column}`, row).dataset.value;
  }

  function compare([a], [b]) {
    if (a === b) return 0;
    if (!a || !b) return a ? -1 : 1;  // what is not known, "", stands last, whichever way it is sorted
    const order = NUMBERS.includes(column) ? Number(a) - Number(b) : collator.compare(a, b);
    return down ? -order : order;
  }

  function sorted(shown) {
    return column ? shown.map((row) => [value(row), row]).sort(compare).map(([, row]) => row) : shown;
  }

  const cut = (found) => parted ? found : sorted(found).slice(0, all ? undefined : FIRST);

  // After another wish: from the rows that are there, or from the server
  function again() {
    if (!parted) { apply(); return; }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => load().catch(() => {}), TYPING);
  }

  function apply() {
    const body = $('[data-table] tbody', section);
    if (!body) return;
    const found = matching();
    const shown = cut(found);
    const now = [...body.children];
    if (now.length !== shown.length || now.some((row, place) => row !== shown[place])) {
      const focused = body.contains(document.activeElement) ? document.activeElement : null;
      body.replaceChildren(...shown);
      if (focused?.isConnected) focused.focus({preventScroll: true});
    }
    for (const row of shown) $('input', row).checked = chosen.has(id(row));
    if (parted) more(total > found.filter((row) => !('archive' in row.dataset)).length && limit < MOST, total);
    else more(found.length > shown.length, found.length);
    count(found, shown);
    nothing(found);
    for (const head of $$('th[aria-sort]', section)) {
      const sort = head.classList.contains(column) ? (down ? 'descending' : 'ascending') : 'none';
      head.setAttribute('aria-sort', sort);
    }
  }

  function more(needed, number) {
    $('.more', section)?.remove();
    if (!needed) return;
    const text = (parted ? said.next : said.more).replace('{count}', () => number.toLocaleString('en'));
    const button = make('button', {type: 'button', className: 'button more', textContent: text});
    button.dataset.do = 'library-show-all';
    $('[data-table]', section).append(button);
  }

  function count(found, shown) {
    const documents = parted ? total : found.filter((row) => !('archive' in row.dataset)).length;
    const some = said.filtered.replace('{shown}', () => documents.toLocaleString('en')).replace('{label}', () => label);
    const text = (parted ? !sought() : found.length === rows.length) ? label : some;
    const place = $('.count', section);
    if (place.textContent !== text) place.textContent = text;
    $('.chosen', section).hidden = !chosen.size;
    $('.chosen .number', section).textContent = said.selected.replace('{count}', () => chosen.size.toLocaleString('en'));
    const box = $('[data-do=library-pick-all]', section);
    const picked = shown.filter((row) => chosen.has(id(row))).length;
    box.checked = shown.length > 0 && picked === shown.length;
    box.indeterminate = picked > 0 && picked < shown.length;
  }

  function nothing(found) {
    const words = sought(), note = $('.unfound', section);
    note.hidden = found.length > 0 || !words;
    $('[data-table] table', section).hidden = !note.hidden;
    if (!note.hidden) note.textContent = said.nothing.replace('{words}', () => words);
  }

  footnote.action('library-sort', (button) => {
    down = column === button.dataset.column && !down;
    column = button.dataset.column;
    again();
  });
  footnote.action('library-show-all', () => { if (parted) limit *= 2; else all = true; again(); });
  footnote.action('library-pick', (box) => { chosen[box.checked ? 'add' : 'delete'](id(rowOf(box))); apply(); });
  footnote.action('library-pick-all', (box) => {
    for (const row of cut(matching())) if (!box.checked) chosen.delete(id(row)); else if (!('removing' in row.dataset)) chosen.add(id(row));
    apply();
  });
  footnote.action('library-open', (button) => {
    const {source, version} = rowOf(button).dataset;
    footnote.emit('source', {source, version: Number(version), start: 0, end: 0, from: button});
  });

  // Removing

  async function remove(asked, ids) {
    const {title, text} = await call('library_usage', asked);
    const agreed = await footnote.confirm({title, text, action: said.remove, danger: true, option: said.erase});
    if (!agreed) return;
    const handler = asked.examples ? 'library_remove_examples' : 'library_remove';
    const answer = await call(handler, {...asked, erase: agreed.option});
    const gone = new Set(ids);
    const after = rows.filter((row) => row.isConnected && !gone.has(id(row)));
    const first = rows.findIndex((row) => gone.has(id(row)));
    for (const row of rows) if (gone.has(id(row))) leaving(row);
    for (const one of ids) chosen.delete(one);
    apply();
    const neighbour = after.find((row) => rows.indexOf(row) > first) || after.at(-1);
    ($('td.title button', neighbour || section) || $('#library-title')).focus({preventScroll: true});
    serve(answer);
  }

  function leaving(row) {
    row.dataset.removing = '';
    row.made = '';
    $('td.end', row).replaceChildren(make('span', {className: 'quiet', textContent: said.removing}));
  }

  footnote.action('library-remove', (button) => { const one = id(rowOf(button)); remove({sources: [one]}, [one]); });
  footnote.action('library-remove-chosen', () => remove({sources: [...chosen]}, [...chosen]));
  footnote.action('library-reread', async (button) => {
    button.disabled = true;
    serve(await call('library_reread', {}));
    $('#library-title').focus({preventScroll: true});
  });
  footnote.action('library-remove-examples', () => remove({examples: true}, []));

  return {
    // `serve` takes the lines that a removal brings
    mount(given) {
      ({section, call, serve} = given);
      said = section.dataset;
      $('.tools input', section).addEventListener('input', () => { limit = FIRST; again(); });
    },
    show() { load().catch(() => {}); },
    wants(stamp) { want = stamp; load().catch(() => {}); },
  };
})();
