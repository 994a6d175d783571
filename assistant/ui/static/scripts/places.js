// The places of the page: which one is shown, as the address says; and the rail's menu on a narrow page.
(() => {
  const {$, $$} = footnote;
  const panels = Object.create(null);  // name -> {mount(root, call, part), show(argument)}
  footnote.shown = '';
  footnote.conversation = '';          // the id of the one that is shown; '' for a new one

  function panel(name, hooks) { panels[name] = hooks; }

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
    const {shown, conversation} = footnote;
    const url = new URL(location.href), asked = url.searchParams.get('c');
    if (asked === null || asked === (conversation || 'new')) return;
    if (shown === 'chat') { footnote.emit('open-conversation', {id: asked, back: true}); return; }
    url.searchParams.set('c', conversation || 'new');
    history.replaceState(null, '', url);
  }

  function show(name, argument = '') {
    const other = name !== footnote.shown;
    document.body.dataset.panel = name;
    footnote.shown = name;
    for (const link of $$('[data-nav]')) {
      if (link.dataset.nav === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    for (const place of $$('[id^=panel-]')) place.classList.toggle('here', place.id === `panel-${name}`);
    menu(false);
    if (other) footnote.emit('panel', name);
    panels[name]?.show?.(argument);
  }

  function go(name, argument = '') {
    const hash = name === 'chat' && !argument ? '' : `#${name}${argument ? '/' + encodeURIComponent(argument) : ''}`;
    const address = location.pathname + location.search + hash;
    if (name === footnote.shown) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    show(name, argument);
  }

  // Puts the focus where the reader has come to: the heading of the place, in the chat the last one
  function land() {
    const {shown} = footnote;
    const headings = $$(`#panel-${shown} h2`).filter((heading) => heading.offsetParent && !heading.closest('dialog'));
    const heading = shown === 'chat' ? headings.pop() : headings[0];
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({preventScroll: true});
  }

  function menu(open) {
    document.body.classList.toggle('menu', open);
    $('[data-do=menu]')?.setAttribute('aria-expanded', String(open));
    if (open) $('#rail a, #rail button')?.focus();
  }

  function titled() {
    if (!document.title) document.title = 'Footnote';
  }

  footnote.action('scrim', () => menu(false));
  footnote.action('menu', () => menu(!document.body.classList.contains('menu')));
  footnote.on('conversations', (id) => { footnote.conversation = id; });
  footnote.on('start', () => {
    // On a busy machine Gradio now and then leaves the title empty, and it sets it at its own time.
    titled();
    setInterval(titled, 1000);
    for (const [name, hooks] of Object.entries(panels)) {
      const part = footnote.part(name);
      hooks.mount?.(part?.root, part?.call, part);
    }
    window.addEventListener('popstate', back);
    route();
  });

  Object.assign(footnote, {panel, go, land, menu});
})();
