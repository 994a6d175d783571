// The page's own script: places, state, source pane, keys. Text of documents and models reaches it only as
// HTML that the server has escaped, or goes into textContent; it never builds markup from text.
'use strict';
const footnote = (() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const parts = {};      // name -> {root, call, trigger, upload, watch}
  const panels = {};     // name -> {mount(root, call), show(argument)}
  const listeners = {};  // event -> functions
  let shown = '';
  let started = false;

  // Parts and panels

  function mount(name, element, server, trigger, upload, props, watch) {
    const call = async (handler, data = {}) => {
      const answer = await server[handler](data);
      if (answer && answer.error) {
        toast(answer.error, true);
        throw new Error(answer.error);
      }
      return answer;
    };
    parts[name] = {root: element, call, trigger, upload, props, watch};
    start();
  }

  function panel(name, hooks) { panels[name] = hooks; }

  function start() {
    const expected = ($('[data-parts]')?.dataset.parts || '?').split(' ');
    if (started || !expected.every((name) => parts[name])) return;
    started = true;
    for (const [name, hooks] of Object.entries(panels)) hooks.mount?.(parts[name]?.root, parts[name]?.call, parts[name]);
    document.addEventListener('click', clicked);
    document.addEventListener('keydown', pressed);
    window.addEventListener('hashchange', route);
    $('[data-do=scrim]')?.addEventListener('click', () => menu(false));
    route();
    poll();
  }

  function route() {
    const [name, ...rest] = decodeURIComponent(location.hash.slice(1)).split('/');
    show(panels[name] ? name : 'chat', rest.join('/'));
  }

  function show(name, argument = '') {
    document.body.dataset.panel = name;
    shown = name;
    for (const link of $$('[data-nav]')) {
      if (link.dataset.nav === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    for (const one of $$('[id^=panel-]')) one.classList.toggle('here', one.id === `panel-${name}`);
    menu(false);
    emit('panel', name);
    panels[name]?.show?.(argument);
  }

  function go(name, argument = '') {
    const hash = name === 'chat' && !argument ? '' : `#${name}${argument ? '/' + encodeURIComponent(argument) : ''}`;
    history.pushState(null, '', location.pathname + location.search + hash);
    show(name, argument);
  }

  // Events between the panels' scripts

  function on(event, listener) { (listeners[event] ||= []).push(listener); }
  function emit(event, data) { for (const listener of listeners[event] || []) listener(data); }

  // What the server is doing: asked often while something loads or is added, else rarely

  let state = {};
  let missed = 0;

  async function poll() {
    let wait = 700;
    try {
      const now = await parts.rail.call('page_state', {});
      if (missed > 1) { toast(''); status(now.status); }
      missed = 0;
      const before = state;
      state = now;
      if (JSON.stringify(before) !== JSON.stringify(now)) emit('state', now);
      if (now.ready && !now.busy) wait = 4000;
    } catch {
      missed += 1;
      if (missed > 1) toast($('[data-parts]').dataset.gone, true, true);
    }
    window.clearTimeout(poll.timer);
    poll.timer = window.setTimeout(poll, wait);
  }

  // Saying things

  function status(text) { $('[data-testid=status]').textContent = text; }

  function announce(text) { $('#announce').textContent = text; }

  function toast(text, bad = false, stays = false) {
    const box = $('#toast');
    box.textContent = text;
    box.hidden = !text;
    box.classList.toggle('bad', bad);
    window.clearTimeout(toast.timer);
    if (text && !stays) toast.timer = window.setTimeout(() => { box.hidden = true; }, 8000);
  }

  // Asks "are you sure?": true when confirmed. With `initial` a line of text is asked for: the text, or null.
  function confirm({title, text = '', action, danger = false, initial = null}) {
    const dialog = $('#confirm');
    $('h2', dialog).textContent = title;
    $('p', dialog).textContent = text;
    const input = $('input', dialog), yes = $('[value=yes]', dialog);
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
        done(initial === null ? agreed : agreed ? input.value : null);
      }, {once: true});
    });
  }

  async function copy(text, button) {
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = button.dataset.done || label;
    window.setTimeout(() => { button.textContent = label; }, 1500);
    announce(button.dataset.done || '');
  }

  function download(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type: 'text/markdown'}));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Makes `from` look like `to`, keeping the elements that stay, and with them focus and scroll place
  function morph(from, to) {
    for (const {name} of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
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

  const actions = {};
  function action(name, run) { actions[name] = run; }

  function clicked(event) {
    const nav = event.target.closest('[data-nav]');
    if (nav) { event.preventDefault(); go(nav.dataset.nav); return; }
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
  action('menu', () => menu(!document.body.classList.contains('menu')));
  action('close-dialog', (element) => element.closest('dialog').close());
  action('copy', (element) => copy(element.dataset.text, element));
  action('keys', () => $('#keys').showModal());

  // Keys

  function typing(target) { return target.matches('input, textarea, select, [contenteditable]'); }

  function pressed(event) {
    if (event.key === 'Escape') {
      if ($('dialog[open]')) return;
      if (document.body.classList.contains('menu')) { menu(false); $('[data-do=menu]').focus(); return; }
      emit('escape', event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $('dialog[open]')) return;
    if (event.key === '/') { event.preventDefault(); go('chat'); $('[data-testid=question]').focus(); }
    else if (event.key === '?') { event.preventDefault(); actions.keys(); }
    else emit('key', event);
  }

  return {
    mount, panel, on, emit, go, show, call: (part, ...rest) => parts[part].call(...rest), part: (name) => parts[name],
    get state() { return state; }, get shown() { return shown; }, refresh: poll,
    status, announce, toast, confirm, copy, download, morph, fragment, action, act: (name, ...rest) => actions[name](...rest), $, $$,
  };
})();
window.footnote = footnote;
