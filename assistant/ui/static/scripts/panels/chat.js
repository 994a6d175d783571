// The chat: the box, the turns as they grow, and conversations opened again.
(() => {
  const {$, $$, make} = footnote;
  let box, turns, start, live, chooser;
  let conversation = '';   // the id of the one that is shown; '' for a new one
  let asking = null;       // {id, question, began} while an answer is made
  let left = null;         // {id} of a question whose conversation was left while it was on its way
  let waiting = null;      // {question, replace} that waits until the page can answer, or for the answer before it
  const stored = window.sessionStorage;
  const LAST = 'conversation';  // the one that this browser showed last, in whichever tab
  const ENDS = ['done', 'stopped', 'failed'];  // stages of a question
  const ASKING = 'asking';  // the question on its way, for a page that is loaded anew

  footnote.panel('chat', {
    mount() {
      turns = $('#turns'); start = $('#start'); box = $('[data-testid=question]');
      live = footnote.part('live');
      chooser = footnote.chooser('composer', 'chat_sources');
      live.watch('value', () => grown(live.props.value));
      box.addEventListener('input', () => {
        fit();
        stored.setItem(`draft-${conversation}`, box.value);
        if (asking) waiting = null;  // it is being changed
      });
      box.addEventListener('keydown', typed);
      fit();
      const id = new URLSearchParams(location.search).get('c') || localStorage.getItem(LAST) || '';
      const left = JSON.parse(stored.getItem(ASKING) || 'null');
      stored.removeItem(ASKING);
      open(id).then(() => { if (left) comeBack(left); });
      box.focus({preventScroll: true});
    },
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

  function put(text) {
    box.value = text;
    box.dispatchEvent(new Event('input'));
  }

  function write(text) { put(text); box.focus(); }

  // Grows with its text up to eight lines
  function fit() {
    if (!box.offsetParent) return;  // another place is shown: it has no height there
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 8 * 25 + 24)}px`;
  }

  function ask(question, replace = 0) {
    if (!question.trim()) return;
    if (asking) {
      if (replace || question === asking.question) return;
      waiting = {question, replace};
      footnote.toast($('.composer').dataset.next);
      return;
    }
    footnote.go('chat');
    if (!footnote.state.ready) {
      waiting = {question, replace};
      footnote.status($('.composer').dataset.waiting);
      return;
    }
    waiting = null;
    asking = {id: footnote.newId(), question, began: performance.now(), replaced: null};
    if (replace) {
      asking.replaced = $$('.turn').pop();
      asking.replaced.remove();
    }
    const turn = make('article', {className: 'turn'}, make('h2', {className: 'asked', textContent: question}));
    turn.dataset.turn = asking.id;
    turns.append(turn);
    start.hidden = true;
    turn.scrollIntoView({block: 'start'});
    busy(true);
    if (!replace) stored.setItem(ASKING, JSON.stringify({id: asking.id, question, conversation}));
    footnote.part('composer').trigger('submit', {id: asking.id, question, conversation, sources: chooser.chosen, replace});
    tick();
  }

  function grown(value) {
    if (value && value.id === left) finished(value);
    if (!value || !asking || value.id !== asking.id) return;
    const turn = $(`[data-turn="${CSS.escape(value.id)}"]`);
    const fresh = footnote.fragment(value.html).firstElementChild;
    if (turn) footnote.morph(turn, fresh);
    if (value.status !== asking.status) { footnote.status(value.status); asking.status = value.status; }
    if (value.stage !== asking.stage) stage(value);
    if (ENDS.includes(value.stage)) ended(value);
  }

  function stage(value) {
    asking.stage = value.stage;
    if (['searching', 'starting', 'queued', 'reading', 'writing'].includes(value.stage)) footnote.announce(value.status);
    const bar = $('.reading');
    bar.style.setProperty('--seconds', `${value.seconds}s`);
    bar.classList.toggle('runs', value.stage === 'reading' && value.seconds > 0);
  }

  function ended(value) {
    const {question, replaced} = asking;
    asking = null;
    stored.removeItem(ASKING);
    busy(false);
    $('.reading').classList.remove('runs');
    if (value.stage !== 'done') {
      waiting = null;
      if (replaced) $$('.turn').pop().replaceWith(replaced);  // the library still has that answer
      if (!box.value) put(question);
      footnote.announce(value.status);
      return;
    }
    if (box.value === question) put('');
    const {status, announce} = value;
    footnote.announce(announce.startsWith(status) ? announce : `${status}. ${announce}`);
    if (value.trouble) { footnote.toast(value.trouble, true, true); return; }
    if (value.conversation !== conversation) {
      if (conversation) footnote.toast($('.composer').dataset.deleted);
      here(value.conversation);
    }
    footnote.emit('conversations', conversation);
    if (waiting) ask(waiting.question);
  }

  // What was left is kept with the quotes that it had
  function finished({stage, conversation: kept}) {
    if (!ENDS.includes(stage)) return;
    left = null;
    stored.removeItem(ASKING);
    if (stage !== 'done' || !kept) return;
    stored.removeItem(`draft-${kept}`);
    if (kept === conversation && !asking) open(kept);
    else footnote.emit('conversations', conversation);
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

  // Its end is on the way, a little later where it was under way; where none comes, the server has lost it
  async function stop() {
    if (!asking) return;
    const {id} = asking;
    const {stopped} = await footnote.call('composer', 'chat_stop', {id});
    await new Promise((done) => { setTimeout(done, stopped ? 3000 : 1000); });
    if (asking?.id !== id) return;
    const status = $('.composer').dataset.stopped;
    footnote.status(status);
    ended({stage: 'stopped', status});
  }

  // The page was loaded anew while a question was on its way: it is brought to its end without the page
  async function comeBack({id, question, conversation: asked}) {
    footnote.status($('.composer').dataset.finishing);
    let end;
    do { end = await footnote.call('composer', 'chat_left', {id}); } while (end.under_way);
    footnote.status(footnote.state.status || '');
    if (asking || conversation !== asked) return;
    if (!end.conversation) { if (!box.value) write(question); return; }
    if (box.value === question) put('');
    open(end.conversation);
  }

  // Conversations

  // Each conversation has its own unsent question; `step`: Back leads from it to the one before
  function here(id, draft = false, step = false) {
    const other = id !== conversation;
    conversation = id;
    if (draft) { box.value = stored.getItem(`draft-${id}`) || ''; fit(); }
    const url = new URL(location.href);
    url.searchParams.set('c', id || 'new');
    if (step && other) history.pushState(null, '', url);
    else history.replaceState(null, '', url);
    localStorage.setItem(LAST, id);
  }

  let opened = 0;  // only the answer to the last click counts
  async function open(id, step = false) {
    leave();
    const ticket = ++opened;
    const found = await footnote.call('turns', 'chat_open', {id});
    if (asking || ticket !== opened) return;
    here(found.id, true, step);
    turns.replaceChildren(footnote.fragment(found.html));
    emptyOrNot();
    $$('.turn').pop()?.scrollIntoView({block: 'start'});
    footnote.emit('conversations', conversation);
  }

  // An answer on its way is not waited for; one that is made again stays as it was
  function leave() {
    if (asking?.replaced) stop();
    else if (asking) {
      left = asking.id;
      if (box.value === asking.question) put('');
      footnote.call('composer', 'chat_stop', {id: left, keep: true});
    }
    asking = waiting = null;
    busy(false);
    $('.reading').classList.remove('runs');
    footnote.status(footnote.state.status || '');
    footnote.emit('close-source');
  }

  function fresh(step = true) {
    leave();
    opened += 1;
    here('', true, step && footnote.shown === 'chat');
    chooser.all();
    turns.replaceChildren();
    footnote.go('chat');
    emptyOrNot();
    footnote.emit('conversations', '');
    box.focus();
  }

  let suggestedFor = -1;
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
      start.classList.toggle('no-suggestions', !html.trim());
    } catch {
      suggestedFor = before;
    }
  }

  footnote.on('state', (state) => {
    if (!asking) { footnote.status(waiting ? $('.composer').dataset.waiting : state.status); busy(false); }
    emptyOrNot();
    if (state.ready && waiting && !asking) ask(waiting.question, waiting.replace);
  });
  // Erasing a source changes saved answers, and titles in the rail
  let erased = null;
  footnote.on('state', (state) => {
    const changed = erased !== null && erased !== state.erased;
    erased = state.erased;
    if (changed && conversation && !asking) open(conversation);
    else if (changed) footnote.emit('conversations', conversation);
  });
  footnote.on('panel', () => { emptyOrNot(); fit(); });
  footnote.on('open-conversation', ({id, back = false}) => {
    const step = !back && footnote.shown === 'chat';  // from another place the way here is a step already
    footnote.go('chat');
    open(id, step);
  });
  footnote.on('deleted', (id) => { if (id === conversation) fresh(false); });
  footnote.on('escape', () => { if (asking) stop(); });

  footnote.action('ask', () => ask(box.value));
  footnote.action('stop', stop);
  footnote.action('new-chat', () => fresh());
  footnote.action('suggestion', (element) => ask(element.dataset.text));
  footnote.action('add-documents', () => { footnote.go('library'); $('[data-testid=drop] input')?.focus(); });
  footnote.action('edit', (element) => write(element.dataset.text || element.closest('.turn').dataset.question));
  footnote.action('retry', (element) => {
    const turn = element.closest('.turn');
    ask(turn.dataset.question, turn === $$('.turn').pop() ? Number(turn.dataset.number) : 0);
  });
  footnote.action('focus-question', () => { footnote.go('chat'); box.focus(); });
})();
