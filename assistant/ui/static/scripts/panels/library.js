// The library's ways in: files, folders, addresses and text; and the lines that say what became of them.
(() => {
  const {$, $$, make} = footnote;
  const AT_ONCE = 3;       // uploads
  const FILES = 5000;      // of one drop
  const IN_VIEW = 30;      // lines of uploads
  const AGAIN = 1000;      // milliseconds until an upload that broke off is sent once more
  const OFTEN = 500;       // milliseconds between two looks while something is added
  const LEFT = 'footnote-uploads';
  let section, said, call, part;

  // Uploads, before the server knows of them

  const uploads = new Map();  // id -> {id, name, file, message}
  let running = 0;

  async function take(files) {
    if (files.length > FILES) footnote.toast(said.many.replace('{limit}', () => FILES.toLocaleString('en')), true);
    if (!files.length) footnote.toast(said.none, true);
    const taken = files.slice(0, FILES).map(({file, name}) => {
      const large = file.size > Number(said.megabytes) * 1e6;
      const size = Math.ceil(file.size / 1e6).toLocaleString('en');
      return {id: footnote.newId(), name, file, message: large ? said.large.replace('{size}', () => size) : '', large};
    });
    await footnote.kept.keep(taken.filter((one) => !one.large));
    for (const one of taken) uploads.set(one.id, one);
    draw();
    next();
  }

  function next() {
    while (running < AT_ONCE) {
      const one = [...uploads.values()].find((upload) => !upload.message && !upload.begun);
      if (!one) return;
      one.begun = true;
      running += 1;
      send(one).finally(() => { running -= 1; draw(); next(); });
    }
  }

  // Under a name of its own: the server keeps two uploads of one name and content in one place, and takes
  // one that comes twice, because the page was loaded anew in between, only once.
  async function send(one, again = true) {
    const suffix = /\.[A-Za-z0-9]{1,12}$/.exec(one.file.name)?.[0] || '';
    try {
      const kept = await part.upload(new File([one.file], `${one.id}${suffix}`, {type: one.file.type}));
      if (!kept?.path) throw new Error(said.broke);
      one.sent = true;
      remember();
      serve(await call('library_add', {files: [{path: kept.path, name: one.name}]}));
      uploads.delete(one.id);
      footnote.kept.forget(one.id);
    } catch {
      // A page that was just loaded anew on a busy machine may be too early.
      if (again) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        return send(one, false);
      }
      one.message = said.broke;
      one.sent = false;
    }
  }

  function line(one) {
    const item = $('template', section).content.firstElementChild.cloneNode(true);
    item.dataset.id = one.id;
    if (one.message) item.dataset.status = 'failed';
    $('.name', item).textContent = one.name;
    $('.name', item).title = one.name;
    $('.step', item).textContent = one.message ? said.failed : one.begun ? said.uploading : said.waiting;
    $('.step', item).classList.toggle('bad', Boolean(one.message));
    $('.result', item).textContent = one.message;
    $('.away', item).hidden = !one.message;
    $('.again', item).hidden = !one.message || !one.file || one.large;
    for (const button of $$('button', item)) button.setAttribute('aria-label', button.getAttribute('aria-label') + one.name);
    $('.away', item).title += one.name;
    const progress = $('progress', item);
    if (one.message || !one.begun) progress.remove();
    else progress.setAttribute('aria-label', one.name);
    return item;
  }

  function draw() {
    remember();
    const all = [...uploads.values()];
    const fresh = make('ul', {className: 'ingest uploads'}, ...all.slice(0, IN_VIEW).map(line));
    if (all.length > IN_VIEW) {
      const more = said.hidden.replace('{count:,}', () => (all.length - IN_VIEW).toLocaleString('en'));
      fresh.append(make('li', {className: 'quiet', textContent: more}));
    }
    lively ||= all.length > 0;
    fill('uploads', fresh);
  }

  // Of files that are not kept the names outlive a reload: their lines say what happened.
  function remember() {
    const left = [...uploads.values()].filter((one) => !one.sent && !one.kept).map(({name, message}) => [name, message]);
    if (left.length) sessionStorage.setItem(LEFT, JSON.stringify(left.slice(0, 200)));
    else sessionStorage.removeItem(LEFT);
  }

  async function recall() {
    for (const [name, message] of JSON.parse(sessionStorage.getItem(LEFT) || '[]')) {
      const id = footnote.newId();
      uploads.set(id, {id, name, message: message || said.left});
    }
    for (const {id, name, file} of await footnote.kept.mine()) uploads.set(id, {id, name, file, message: '', kept: true});
    draw();
    next();
  }

  footnote.action('library-upload-again', (button) => {
    const one = uploads.get(button.closest('li').dataset.id);
    one.message = '';
    one.begun = false;
    draw();
    next();
  });
  footnote.action('library-upload-dismiss', (button) => { drop(button.closest('li').dataset.id); draw(); });
  const drop = (id) => { uploads.delete(id); footnote.kept.forget(id); };

  // What is dropped: files, folders with all that is in them, or an address

  async function dropped(event) {
    event.preventDefault();
    event.stopPropagation();
    const {items, files} = event.dataTransfer;
    const entries = [...(items || [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...files];
    const text = event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text/plain');
    if (!entries.length && !plain.length) { if (text) paste(text, ''); return; }
    const found = [];
    for (const entry of entries) await walk(entry, found);
    take(entries.length ? found : plain.map((file) => ({file, name: file.name})));
  }

  async function walk(entry, found) {
    if (found.length > FILES || entry.name.startsWith('.')) return;
    if (entry.isFile) {
      const file = await new Promise((done) => entry.file(done, () => done(null)));
      if (file) found.push({file, name: entry.fullPath.replace(/^\//, '')});
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done) => reader.readEntries(done, () => done([])));
      if (!some.length) return;
      for (const one of some) await walk(one, found);
    }
  }

  function chosen(input) {
    const files = [...input.files].map((file) => ({file, name: file.webkitRelativePath || file.name}));
    take(files.filter(({name}) => !name.split('/').some((step) => step.startsWith('.'))));
    input.value = '';
  }

  // Listens on the element itself: it is moved to the chat while there are no documents.
  function listen(drop) {
    let depth = 0;
    const over = (by) => { depth = Math.max(0, depth + by); drop.classList.toggle('over', depth > 0); };
    drop.addEventListener('dragenter', (event) => { event.preventDefault(); over(1); });
    drop.addEventListener('dragleave', () => over(-1));
    drop.addEventListener('dragover', (event) => { event.preventDefault(); event.dataTransfer.dropEffect = 'copy'; });
    drop.addEventListener('drop', (event) => { depth = 0; over(0); dropped(event); });
    $('input', drop).addEventListener('change', (event) => chosen(event.target));
  }

  // A file that misses the zone is taken too; else the browser would leave the page for it.
  function missed(event) {
    if (![...event.dataTransfer?.types || []].includes('Files')) return;
    if (event.type === 'drop') dropped(event);
    else event.preventDefault();
  }

  async function paste(text, title) {
    serve(await call('library_paste', {text, title}));
  }

  // Lines that the server keeps

  const places = () => $$('[data-lines]');
  const latest = {};    // what the one place that shows lines has of each kind
  let lively = false;   // whether something was added since this place of the page was opened
  let revision = -1, generation = -1, busy = false, timer = 0;

  function prepare() {
    for (const place of places()) {
      if ($('.served', place)) continue;
      place.replaceChildren(make('div', {className: 'served'}), make('ul', {className: 'ingest uploads'}));
    }
  }

  // Each line stands once in the page: in the chat while something is added there, else in the library.
  function fill(kind, fresh) {
    latest[kind] = fresh;
    const chat = footnote.shown === 'chat' && (lively || footnote.state.sources === 0);
    for (const place of places()) {
      const here = section.contains(place) !== chat;
      footnote.morph($(`.${kind}`, place), here ? fresh.cloneNode(true) : fresh.cloneNode(false));
    }
  }

  footnote.on('panel', () => {
    if (!section) return;
    lively = busy || uploads.size > 0;
    for (const [kind, fresh] of Object.entries(latest)) fill(kind, fresh);
  });

  function serve(answer) {
    if (answer.revision < revision) return;  // an older answer that was overtaken
    revision = answer.revision;
    lively ||= answer.busy;
    fill('served', make('div', {className: 'served'}, footnote.fragment(answer.html)));
    if (busy && !answer.busy) footnote.announce($('.ingest-summary p', section)?.textContent || '');
    busy = answer.busy;
    footnote.table.wants(answer.stamp);
    window.clearTimeout(timer);
    if (busy) timer = window.setTimeout(look, OFTEN);
  }

  async function look() {
    try {
      serve(await call('library_lines', {}));
    } catch {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, 6 * OFTEN);
    }
  }

  footnote.on('state', (state) => {
    if (state.adding !== revision || state.generation !== generation) look();
    generation = state.generation;
  });
  footnote.action('add-examples', async () => serve(await call('library_add_examples', {})));
  footnote.action('library-retry', async (button) => serve(await call('library_retry', {number: number(button)})));
  footnote.action('library-cancel', async (button) => serve(await call('library_cancel', {number: number(button)})));
  footnote.action('library-dismiss', async (button) => serve(await call('library_dismiss', {number: number(button)})));
  footnote.action('library-dismiss-all', async () => {
    serve(await call('library_dismiss', {}));
    for (const [id, one] of uploads) if (one.message) drop(id);
    draw();
  });
  const number = (button) => Number(button.closest('li').dataset.number);

  footnote.panel('library', {
    mount(root, caller, own) {
      [call, part, section] = [caller, own, $('section.library', root)];
      said = section.dataset;
      prepare();
      recall();
      listen($('[data-testid=drop]'));
      $('.folder input', section).addEventListener('change', (event) => chosen(event.target));
      const form = $('form.paste', section);
      const [text, title] = [$('textarea', form), $('input', form)];
      const tell = () => { $('button', form).disabled = !text.value.trim(); };
      text.addEventListener('input', tell);
      text.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        if (!text.value.trim()) return;
        await paste(text.value, title.value);
        form.reset();
        tell();
      });
      tell();
      for (const name of ['dragover', 'drop']) window.addEventListener(name, missed);
      footnote.table.mount({section, call, serve});
      look();
    },
    show() { footnote.table.show(); },
  });
})();
