// The chat: the box, the turns as they grow, the card of a mark, and which sources are asked.
(() => {
  const {$, $$} = footnote;
  let box, turns, start, live;
  let conversation = '';   // the id of the one that is shown; '' for a new one
  let asking = null;       // {id, question, began} while an answer is made
  let waiting = null;      // a question that waits until the page can answer
  let chosen = null;       // ids of the sources to ask, null for all
  const stored = window.sessionStorage;

  footnote.panel('chat', {
    mount() {
      turns = $('#turns'); start = $('#start'); box = $('[data-testid=question]');
      live = footnote.part('live');
      live.watch('value', () => grown(live.props.value));
      box.value = stored.getItem('draft') || '';
      box.addEventListener('input', () => { fit(); stored.setItem('draft', box.value); });
      box.addEventListener('keydown', typed);
      $('#sources').addEventListener('change', chosenSources);
      $('#sources input[type=search]').addEventListener('input', filterSources);
      for (const kind of ['mouseover', 'focusin']) document.addEventListener(kind, pointed);
      for (const kind of ['mouseout', 'focusout']) document.addEventListener(kind, left);
      fit();
      open(new URLSearchParams(location.search).get('c') || '');
      box.focus({preventScroll: true});
    },
    show() { emptyOrNot(); },
  });

  // Asking

  function typed(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask(box.value);
    } else if (event.key === 'ArrowUp' && !box.value) {
      const last = $$('.turn').pop();
      if (last) { event.preventDefault(); write(last.dataset.question); }
    }
  }

  function write(text) {
    box.value = text;
    box.dispatchEvent(new Event('input'));
    box.focus();
  }

  // Grows with its text up to eight lines
  function fit() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 8 * 25 + 24)}px`;
  }

  function ask(question, replace = 0) {
    if (!question.trim() || asking) return;
    footnote.go('chat');
    if (!footnote.state.ready) {
      waiting = {question, replace};
      footnote.status($('.composer').dataset.waiting);
      return;
    }
    waiting = null;
    asking = {id: crypto.randomUUID(), question, began: performance.now(), replaced: null};
    if (replace) {
      asking.replaced = $$('.turn').pop();
      asking.replaced.remove();
    }
    const turn = document.createElement('article');
    turn.className = 'turn';
    turn.dataset.turn = asking.id;
    const title = document.createElement('h2');
    title.className = 'asked';
    title.textContent = question;
    turn.append(title);
    turns.append(turn);
    start.hidden = true;
    turn.scrollIntoView({block: 'start'});
    busy(true);
    footnote.part('composer').trigger('submit', {id: asking.id, question, conversation, sources: chosen, replace});
    tick();
  }

  function grown(value) {
    if (!value || !asking || value.id !== asking.id) return;
    const turn = $(`[data-turn="${CSS.escape(value.id)}"]`);
    const fresh = footnote.fragment(value.html).firstElementChild;
    if (turn) footnote.morph(turn, fresh);
    if (value.status !== asking.status) { footnote.status(value.status); asking.status = value.status; }
    if (value.stage !== asking.stage) stage(value);
    if (['done', 'stopped', 'failed'].includes(value.stage)) ended(value);
  }

  function stage(value) {
    asking.stage = value.stage;
    if (['searching', 'reading', 'writing'].includes(value.stage)) footnote.announce(value.status);
    const bar = $('.reading');
    bar.style.setProperty('--seconds', `${value.seconds}s`);
    bar.classList.toggle('runs', value.stage === 'reading' && value.seconds > 0);
  }

  function ended(value) {
    const {question, replaced} = asking;
    asking = null;
    busy(false);
    $('.reading').classList.remove('runs');
    if (value.stage !== 'done') {
      if (replaced) $$('.turn').pop().replaceWith(replaced);  // the library still has that answer
      if (!box.value) { box.value = question; box.dispatchEvent(new Event('input')); }
      footnote.announce(value.status);
      return;
    }
    if (box.value === question) { box.value = ''; box.dispatchEvent(new Event('input')); }
    footnote.announce(`${value.status}. ${value.announce}`);
    if (value.trouble) { footnote.toast(value.trouble, true, true); return; }
    if (value.conversation !== conversation) {
      if (conversation) footnote.toast($('.composer').dataset.deleted);
      here(value.conversation);
    }
    footnote.emit('conversations', conversation);
  }

  function busy(yes) {
    $('[data-testid=stop]').hidden = !yes;
    $('[data-testid=ask]').disabled = yes || !footnote.state.ready;
    $('.go').classList.toggle('busy', yes);
    $('.elapsed').textContent = '';
  }

  // The seconds run in the page: nothing is asked of the server for them
  function tick() {
    if (!asking) return;
    $('.elapsed').textContent = `${Math.floor((performance.now() - asking.began) / 1000)} s`;
    window.setTimeout(tick, 500);
  }

  function stop() {
    if (asking) footnote.call('composer', 'chat_stop', {id: asking.id});
  }

  // Conversations

  function here(id) {
    conversation = id;
    const url = new URL(location.href);
    url.searchParams.set('c', id || 'new');
    history.replaceState(null, '', url);
  }

  let opened = 0;  // only the answer to the last click counts
  async function open(id) {
    leave();
    const ticket = ++opened;
    const found = await footnote.call('turns', 'chat_open', {id});
    if (asking || ticket !== opened) return;
    here(found.id);
    turns.replaceChildren(footnote.fragment(found.html));
    emptyOrNot();
    $$('.turn').pop()?.scrollIntoView({block: 'start'});
    footnote.emit('conversations', conversation);
  }

  // An answer on its way is stopped: its question stays in the box
  function leave() {
    stop();
    asking = null;
    busy(false);
    $('.reading').classList.remove('runs');
    footnote.emit('close-source');
  }

  function fresh() {
    leave();
    opened += 1;
    here('');
    turns.replaceChildren();
    footnote.go('chat');
    emptyOrNot();
    footnote.emit('conversations', '');
    box.focus();
  }

  let suggestedFor = -1, generation = -1;
  async function emptyOrNot() {
    if (!start) return;
    start.hidden = Boolean(turns.children.length);
    const none = footnote.state.sources === 0;
    start.classList.toggle('no-sources', none);
    const drop = $('[data-testid=drop]');
    const slot = none && footnote.shown === 'chat' ? $('#start [data-drop-slot]') : $('#panel-library [data-drop-slot]');
    if (drop && slot && drop.parentElement !== slot) slot.append(drop);
    if (start.hidden || none || !footnote.state.ready || suggestedFor === footnote.state.generation) return;
    if (footnote.state.busy && suggestedFor !== -1) return;  // they change with each document: not while many come in
    const before = suggestedFor;
    suggestedFor = footnote.state.generation;
    try {
      const {html} = await footnote.call('turns', 'chat_start', {});
      $('#start .suggestions').replaceChildren(footnote.fragment(html));
    } catch {
      suggestedFor = before;
    }
  }

  footnote.on('state', (state) => {
    if (generation !== state.generation) { generation = state.generation; pruneSources(); }
    if (!asking) { footnote.status(waiting ? $('.composer').dataset.waiting : state.status); busy(false); }
    label();
    emptyOrNot();
    if (state.ready && waiting) ask(waiting.question, waiting.replace);
  });
  footnote.on('open-conversation', (id) => { footnote.go('chat'); open(id); });
  footnote.on('deleted', (id) => { if (id === conversation) fresh(); });
  footnote.on('escape', () => { if (asking) stop(); });

  // Which sources are asked

  function label() {
    const button = $('[data-testid=sources-button]');
    const text = chosen ? button.dataset.some.replace('{chosen}', chosen.length) : button.dataset.all;
    button.textContent = text.replace('{count}', footnote.state.label || '');
    button.style.visibility = footnote.state.sources ? '' : 'hidden';
  }

  async function chooseSources() {
    const {html} = await footnote.call('composer', 'chat_sources', {chosen});
    $('#sources .choices').replaceChildren(footnote.fragment(html));
    $('#sources input[type=search]').value = '';
    $('#sources').showModal();
  }

  function chosenSources() {
    const all = $$('#sources .choice input'), ticked = all.filter((input) => input.checked);
    chosen = ticked.length && ticked.length < all.length ? ticked.map((input) => input.value) : null;
    $('#sources [data-do=close-dialog]').disabled = !ticked.length;  // none is no choice
    label();
  }

  // Sources that were removed are no longer chosen; where none is left, all are asked again
  async function pruneSources() {
    if (!chosen) return;
    const {html} = await footnote.call('composer', 'chat_sources', {chosen});
    const there = new Set($$('input', footnote.fragment(html)).map((input) => input.value));
    const left = chosen.filter((id) => there.has(id));
    if (left.length === chosen.length) return;
    if (!left.length) footnote.toast($('.composer').dataset.gone);
    chosen = left.length ? left : null;
    label();
  }

  function filterSources(event) {
    const wanted = event.target.value.toLowerCase();
    for (const choice of $$('#sources .choice')) choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
  }

  function tickAll(yes) {
    for (const choice of $$('#sources .choice')) if (!choice.hidden) $('input', choice).checked = yes;
    chosenSources();
  }

  // The card of a mark: on hover, focus or tap

  let leaving = 0;
  function pointed(event) {
    const mark = event.target.closest?.('.mark');
    if (event.target.closest?.('#card')) window.clearTimeout(leaving);
    if (mark) card(mark);
  }

  function left(event) {
    if (!event.target.closest?.('.mark, #card')) return;
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hideCard, 200);
  }

  let carded = null;  // the mark whose card is shown
  function hideCard() {
    $('#card').hidden = true;
    carded?.removeAttribute('aria-describedby');
    carded = null;
  }

  function card(mark) {
    window.clearTimeout(leaving);
    const shown = $('#card');
    const template = $(`template[data-card="${mark.dataset.n}"]`, mark.closest('.turn'));
    if (!template) return;
    shown.replaceChildren(template.content.cloneNode(true));
    shown.hidden = false;
    mark.setAttribute('aria-describedby', 'card');
    carded = mark;
    beside(mark);
  }

  function beside(mark) {
    const shown = $('#card');
    const at = mark.getBoundingClientRect(), size = shown.getBoundingClientRect();
    const above = at.top - size.height - 8;
    shown.style.left = `${Math.max(8, Math.min(at.left - 24, innerWidth - size.width - 8))}px`;
    shown.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  footnote.on('escape-top', (event) => { if (carded) { hideCard(); event.preventDefault(); } });
  document.addEventListener('scroll', () => { if (carded) beside(carded); }, {passive: true, capture: true});

  const placeOf = ({dataset}) => ({
    source: dataset.source, version: Number(dataset.version), start: Number(dataset.start), end: Number(dataset.end),
  });

  footnote.action('ask', () => ask(box.value));
  footnote.action('stop', stop);
  footnote.action('new-chat', fresh);
  footnote.action('suggestion', (element) => ask(element.dataset.text));
  footnote.action('add-documents', () => { footnote.go('library'); $('[data-testid=drop] input')?.focus(); });
  footnote.action('edit', (element) => write(element.dataset.text || element.closest('.turn').dataset.question));
  footnote.action('retry', (element) => {
    const turn = element.closest('.turn');
    ask(turn.dataset.question, turn === $$('.turn').pop() ? Number(turn.dataset.number) : 0);
  });
  footnote.action('sources', chooseSources);
  footnote.action('all-sources', () => tickAll(true));
  footnote.action('no-sources', () => tickAll(false));
  footnote.action('focus-question', () => { footnote.go('chat'); box.focus(); });
  footnote.action('cite', (mark) => {
    const text = $(`template[data-card="${mark.dataset.n}"]`, mark.closest('.turn'))?.content;
    const quote = text && $('blockquote', text).textContent;
    footnote.emit('source', {...placeOf(mark), quote, place: text && $('.place bdi', text).textContent, from: mark});
    hideCard();
  });
  footnote.action('quote', (element) => {
    const quote = $('blockquote', element.closest('li')).textContent;
    footnote.emit('source', {...placeOf(element), quote, place: element.textContent.trim(), from: element});
  });
})();
