// The page's own script: places, state, source pane, keys. Text of documents and models reaches it only as
// HTML that the server has escaped, or goes into textContent; it never builds markup from text.
'use strict';
const footnote = (() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const named = () => Object.create(null);  // a name from outside finds nothing but what was put in
  const parts = named();      // name -> {root, call, trigger, upload, watch}
  const panels = named();     // name -> {mount(root, call), show(argument)}
  const listeners = named();  // event -> functions
  const actions = named();    // data-do -> function
  const words = () => $('[data-parts]').dataset;
  let shown = '';
  let started = false;

  // Parts and panels

  function mount(name, element, server, trigger, upload, props, watch) {
    const call = async (handler, data = {}) => {
      const answer = await reached(server[handler](data), handler);
      if (answer.error) {
        toast(answer.error, true);
        throw new Error(answer.error);
      }
      return answer;
    };
    parts[name] = {root: element, call, trigger, upload, props, watch};
    start();
  }

  // The server's answer. Where none came, a clear error; what is asked for again and again says that
  // in its own way.
  async function reached(coming, handler) {
    const answer = await coming.catch(() => null);
    if (answer) return answer;
    const gone = missed > 1, text = gone ? words().gone : words().unreached;
    if (!['page_state', 'check_progress'].includes(handler)) toast(text, true, gone);
    throw Object.assign(new Error(text), {unreached: true});
  }

  function panel(name, hooks) { panels[name] = hooks; }

  function titled() {
    if (!document.title) document.title = 'Footnote';
  }

  function start() {
    const expected = ($('[data-parts]')?.dataset.parts || '?').split(' ');
    if (started || !expected.every((name) => parts[name])) return;
    started = true;
    // On a busy machine Gradio now and then leaves the title empty, and it sets it at its own time.
    titled();
    setInterval(titled, 1000);
    for (const [name, hooks] of Object.entries(panels)) hooks.mount?.(parts[name]?.root, parts[name]?.call, parts[name]);
    document.addEventListener('click', clicked);
    document.addEventListener('keydown', pressed);
    window.addEventListener('popstate', back);
    route();
    poll();
  }

  function route() {
    const [name, ...rest] = location.hash.slice(1).split('/');
    show(panels[name] ? name : 'chat', decoded(rest.join('/')));
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }  // typed by hand: a lone %
  }

  // Back and Forward: the place, and in the chat the conversation, that the address names
  function back() {
    route();
    const url = new URL(location.href), asked = url.searchParams.get('c');
    if (asked === null || asked === (conversation || 'new')) return;
    if (shown === 'chat') { emit('open-conversation', asked); return; }
    url.searchParams.set('c', conversation || 'new');
    history.replaceState(null, '', url);
  }

  function show(name, argument = '') {
    const other = name !== shown;
    document.body.dataset.panel = name;
    shown = name;
    for (const link of $$('[data-nav]')) {
      if (link.dataset.nav === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    for (const one of $$('[id^=panel-]')) one.classList.toggle('here', one.id === `panel-${name}`);
    menu(false);
    if (other) emit('panel', name);
    panels[name]?.show?.(argument);
  }

  function go(name, argument = '') {
    const hash = name === 'chat' && !argument ? '' : `#${name}${argument ? '/' + encodeURIComponent(argument) : ''}`;
    const address = location.pathname + location.search + hash;
    if (name === shown) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    show(name, argument);
  }

  // Puts the focus where the reader has come to: the heading of the place, in the chat the last one
  function land() {
    const headings = $$(`#panel-${shown} h2`).filter((one) => one.offsetParent && !one.closest('dialog'));
    const heading = shown === 'chat' ? headings.pop() : headings[0];
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({preventScroll: true});
  }

  // Events between the panels' scripts

  function on(event, listener) { (listeners[event] ||= []).push(listener); }

  // What goes wrong in one listener is reported and keeps nothing from the others; an event that one of
  // them has dealt with (preventDefault) goes no further.
  function emit(event, data) {
    for (const listener of listeners[event] || []) {
      if (data?.defaultPrevented) return;
      try { listener(data); } catch (error) { window.reportError(error); }
    }
  }

  // What the server is doing: asked often while something loads or is added, else rarely

  let state = {};
  let missed = 0;
  let conversation = '';  // the id of the one that is shown; '' for a new one
  on('conversations', (id) => { conversation = id; });

  async function poll() {
    let now = null;
    try { now = await parts.rail.call('page_state', {}); } catch { lost(); }
    if (now) heard(now);
    window.clearTimeout(poll.timer);
    poll.timer = window.setTimeout(poll, now?.ready && !now.busy ? 4000 : 700);
  }

  function lost() {
    missed += 1;
    if (missed === 2) toast(words().gone, true, true);  // once: it can be put away
  }

  function heard(now) {
    if (missed > 1) { toast(''); status(now.status); }
    missed = 0;
    const before = state;
    state = now;
    // Another start of the server: this page speaks to what is gone. Draft and conversation come back.
    if (before.epoch && before.epoch !== now.epoch) { location.reload(); return; }
    if (JSON.stringify(before) !== JSON.stringify(now)) emit('state', now);
  }

  // Saying things

  function status(text) { $('[data-testid=status]').textContent = text; }

  function announce(text) { $('#announce').textContent = text; }

  function toast(text, bad = false, stays = false) {
    const box = $('#toast');
    box.hidden = !text;
    box.classList.toggle('bad', bad);
    if ($('span', box).textContent !== text) $('span', box).textContent = text;  // else it is read out again
    window.clearTimeout(toast.timer);
    if (text && !stays) toast.timer = window.setTimeout(() => { box.hidden = true; }, 8000);
  }
  action('dismiss', (button) => {
    const focused = button === document.activeElement;
    toast('');
    if (focused) land();
  });

  // Asks "are you sure?": true when confirmed. With `initial` a line of text is asked for: the text, or null.
  // With `option` a box can be ticked, which has this label: {option: whether it was}, or false.
  // One question at a time: while one is open, the answer to another is no.
  async function confirm({title, text = '', action, danger = false, initial = null, option = ''}) {
    const dialog = $('#confirm');
    if (dialog.open) return initial === null ? false : null;
    $('h2', dialog).textContent = title;
    $('p', dialog).textContent = text;
    const input = $('input[type=text]', dialog), yes = $('[value=yes]', dialog);
    const choice = $('.option', dialog), box = $('input', choice);
    choice.hidden = !option;
    $('span', choice).textContent = option;
    box.checked = false;
    input.hidden = initial === null;
    input.value = initial || '';
    input.setAttribute('aria-label', title);
    yes.textContent = action;
    yes.classList.toggle('danger', danger);
    dialog.returnValue = '';
    dialog.showModal();
    (initial === null ? yes : input).focus();
    return new Promise((done) => {
      dialog.addEventListener('close', () => {
        const agreed = dialog.returnValue === 'yes';
        if (initial !== null) done(agreed ? input.value : null);
        else done(agreed && option ? {option: box.checked} : agreed);
      }, {once: true});
    });
  }

  const labels = new WeakMap();  // button -> its own label, while it says that it copied
  async function copy(text, button) {
    try { await navigator.clipboard.writeText(text); } catch { toast(words().copyRefused, true); return; }
    const {done} = button.dataset;
    if (!done) return;
    if (!labels.has(button)) labels.set(button, {text: button.textContent});
    const label = labels.get(button);
    button.textContent = done;
    window.clearTimeout(label.timer);
    label.timer = window.setTimeout(() => { button.textContent = label.text; labels.delete(button); }, 1500);
    announce(done);
  }

  function download(name, content, type = 'text/markdown') {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], {type}));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Makes `from` look like `to`, keeping the elements that stay, and with them focus and scroll place
  function morph(from, to) {
    // An attribute that a person may have changed, such as what is unfolded, can be kept (data-keeps="open").
    for (const {name} of [...from.attributes]) if (!to.hasAttribute(name) && name !== to.dataset.keeps) from.removeAttribute(name);
    for (const {name, value} of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    const olds = [...from.childNodes], news = [...to.childNodes];
    news.forEach((fresh, place) => {
      const old = olds[place];
      if (!old) from.append(fresh);
      else if (old.nodeName !== fresh.nodeName || old.nodeName === 'TEMPLATE') old.replaceWith(fresh);
      else if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; }
      else morph(old, fresh);
    });
    olds.slice(news.length).forEach((old) => old.remove());
  }

  function fragment(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  }

  // Clicks on elements with data-do: each has one function, by that name

  function action(name, run) { actions[name] = run; }

  function clicked(event) {
    const nav = event.target.closest('[data-nav]');
    if (nav) {
      event.preventDefault();
      const hides = document.body.classList.contains('menu');  // and the focus with it
      go(nav.dataset.nav);
      if (hides) land();
      return;
    }
    const element = event.target.closest('[data-do]');
    const run = element && actions[element.dataset.do];
    if (run) { if (element.tagName === 'A') event.preventDefault(); run(element, event); }
  }

  // The rail on a narrow page

  function menu(open) {
    document.body.classList.toggle('menu', open);
    $('[data-do=menu]')?.setAttribute('aria-expanded', String(open));
    if (open) $('#rail a, #rail button')?.focus();
  }
  action('scrim', () => menu(false));
  action('menu', () => menu(!document.body.classList.contains('menu')));
  action('close-dialog', (element) => element.closest('dialog').close());
  action('copy', (element) => copy(element.dataset.text, element));
  action('keys', () => $('#keys').showModal());

  // Keys

  function typing(target) { return target.matches('input, textarea, select, [contenteditable]'); }

  // Escape does only the topmost thing: dialog, menu, conversation menu or card, pane, then the answer.
  function escape(event) {
    if ($('dialog[open]')) return;
    if (document.body.classList.contains('menu')) {
      event.preventDefault();
      menu(false);
      $('[data-do=menu]').focus();
    }
    for (const level of ['escape-top', 'escape-pane', 'escape']) emit(level, event);
  }

  function pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') { escape(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $('dialog[open]')) return;
    if (event.key === '/') { event.preventDefault(); go('chat'); $('[data-testid=question]').focus(); }
    else if (event.key === '?') { event.preventDefault(); actions.keys(); }
    else emit('key', event);
  }

  return {
    mount, panel, on, emit, go, land, call: (part, ...rest) => parts[part].call(...rest), part: (name) => parts[name],
    get state() { return state; }, get shown() { return shown; }, get conversation() { return conversation; }, refresh: poll,
    status, announce, toast, confirm, copy, download, morph, fragment, action, act: (name, ...rest) => actions[name](...rest), $, $$,
  };
})();
window.footnote = footnote;
