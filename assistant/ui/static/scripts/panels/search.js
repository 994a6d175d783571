// The search panel: searches as the typing rests, opens a passage in the source pane.
(() => {
  const {$} = footnote;
  const REST = 300;  // milliseconds without a key
  let section, box, call;
  let asked = null;  // the query whose passages are shown or on their way
  let timer = 0;

  function say(text) { $('.message', section).textContent = text; }

  // The words stand in the address too, so that a reload and the way back keep them.
  function address() {
    const words = encodeURIComponent(box.value.trim());
    if (footnote.shown === 'search') history.replaceState(null, '', words ? `#search/${words}` : '#search');
  }

  async function run() {
    window.clearTimeout(timer);
    const query = box.value.trim();
    if (query === asked) return;
    asked = query;
    if (query) say(section.dataset.searching);
    section.classList.add('busy');
    let answer;
    try {
      answer = await call('search_run', {query});
    } catch {
      answer = {html: '', message: section.dataset.failed};
      if (asked === query) asked = null;
    }
    if (asked !== null && asked !== query) return;  // a later one is on its way
    section.classList.remove('busy');
    say(answer.message);
    $('.found', section).replaceChildren(footnote.fragment(answer.html));
    address();
  }

  footnote.panel('search', {
    mount(root, caller) {
      call = caller;
      section = $('section.search', root);
      box = $('[data-testid=search-box]', section);
      $('form', section).addEventListener('submit', (event) => { event.preventDefault(); run(); });
      box.addEventListener('input', () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(run, REST);
      });
    },
    show(argument) {
      if (argument) box.value = argument;
      run();
      address();
      box.focus({preventScroll: true});
    },
  });

  // What was found may be gone or have changed: the same words are searched for once more.
  let generation;
  footnote.on('state', (state) => {
    const changed = generation !== undefined && generation !== state.generation;
    generation = state.generation;
    if (!changed) return;
    asked = null;
    if (footnote.shown === 'search') run();
  });

  footnote.action('search-open', (element) => {
    if (window.getSelection().toString()) return;  // a text is being selected, not opened
    const {source, version, start, end} = element.dataset;
    footnote.emit('source', {source, version: Number(version), start: Number(start), end: Number(end), from: $('button', element)});
  });
})();
