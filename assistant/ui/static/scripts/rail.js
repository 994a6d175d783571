// The rail: conversations by day, found by their words, renamed, exported, deleted.
(() => {
  const {$, $$} = footnote;
  let chosen = null;  // the entry whose menu is open

  let lists = 0;           // how often the list was asked for: only the latest answer counts
  let landing = false;     // a conversation is opened from the menu of a narrow page

  async function list() {
    const mine = ++lists, query = $('[data-testid=conversation-search]').value;
    const {html} = await footnote.call('rail', 'rail_list', {query, current: footnote.conversation});
    if (mine === lists) fill(footnote.fragment(html));
  }

  const entryOf = (id) => $(`[data-testid=conversations] li[data-id="${CSS.escape(id)}"]`);

  // The new list, the focus where it was: on the same entry, else on the one that took its place
  function fill(fresh) {
    const box = $('[data-testid=conversations]'), active = document.activeElement;
    const old = box.contains(active) ? active.closest('li') : null;
    const at = $$('li', box).indexOf(old), part = active.matches('.more') ? '.more' : 'a';
    box.replaceChildren(fresh);
    if (chosen) chosen = entryOf(chosen.dataset.id) || chosen;
    if (!chosen?.isConnected) close();
    if (!old) return;
    const all = $$('li', box), now = entryOf(old.dataset.id) || all[Math.min(at, all.length - 1)];
    (now ? $(part, now) : $('[data-testid=conversation-search]')).focus();
  }

  let rest = 0;
  document.addEventListener('input', (event) => {
    if (!event.target.matches('[data-testid=conversation-search]')) return;
    window.clearTimeout(rest);
    rest = window.setTimeout(list, 150);
  });

  footnote.on('conversations', () => {
    list();
    if (landing) footnote.land();
    landing = false;
  });
  footnote.on('state', (state) => {
    const aside = $('[data-aside=library]');
    if (aside) aside.textContent = state.busy ? '…' : state.sources;
  });

  function toggle(button) {
    const menu = $('#conversation-menu');
    const open = menu.hidden || chosen !== button.closest('li');
    close();
    if (!open) return;
    chosen = button.closest('li');
    const at = button.getBoundingClientRect();
    menu.hidden = false;
    menu.style.top = `${Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
    menu.style.left = `${Math.max(8, at.right - menu.offsetWidth)}px`;
    button.setAttribute('aria-expanded', 'true');
    $('button', menu).focus();
  }

  function close(back = false) {
    const menu = $('#conversation-menu');
    if (menu.hidden) return false;
    menu.hidden = true;
    const button = chosen && $('.more', chosen);
    button?.setAttribute('aria-expanded', 'false');
    if (back) button?.focus();
    return true;
  }

  // The chosen entry, its menu closed
  function entry() {
    const {id, sure} = chosen.dataset, title = $('a', chosen).textContent;
    close(true);
    return {id, title, sure};
  }

  document.addEventListener('click', (event) => {
    if (!event.target.closest('#conversation-menu, .more')) close();
  });
  footnote.on('escape-top', (event) => { if (close(true)) event.preventDefault(); });

  footnote.action('conversation-menu', toggle);
  footnote.action('open-conversation', (link) => {
    landing = document.body.classList.contains('menu');
    footnote.emit('open-conversation', {id: link.closest('li').dataset.id});
  });
  footnote.action('rename', async () => {
    const one = entry(), words = $('#rail').dataset;
    const title = await footnote.confirm({title: words.renameTitle, action: words.rename, initial: one.title});
    if (title === null) return;
    await footnote.call('rail', 'rail_rename', {id: one.id, title});
    list();
  });
  footnote.action('export', async () => {
    const {id, title} = entry();
    const file = await footnote.call('rail', 'rail_export', {id, title});
    footnote.download(file.name, file.text);
  });
  footnote.action('delete', async () => {
    const one = entry(), words = $('#rail').dataset;
    if (!await footnote.confirm({title: words.delete, text: one.sure, action: words.delete, danger: true})) return;
    await footnote.call('rail', 'rail_delete', {id: one.id});
    footnote.emit('deleted', one.id);
    list();
  });
})();
