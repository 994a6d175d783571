// The source pane: opens at a quote, walks through the sources of an answer, closes where it was opened.
(() => {
  const {$, $$} = footnote;
  let shown = null;   // the place that is open: {source, version, start, end, quote, place, from}
  const pane = () => $('#source-pane');
  const sheet = window.matchMedia('(max-width: 1180px)');  // over the page, not beside it; as in pane.css
  let stepped = false; // whether the sheet is a step in the history
  let asked = 0;      // how often a place was asked for, or closed: only the latest counts

  async function open(place, whole = false) {
    const opener = shown ? shown.opener : place.from || document.activeElement;
    const {from, ...wanted} = place, mine = ++asked;
    const found = await footnote.call('pane', 'pane_read', {...wanted, whole});
    if (mine !== asked) return;
    if (!shown && sheet.matches) { stepped = true; history.pushState(null, '', location.href); }  // Back closes a sheet
    shown = {...place, opener};
    pane().hidden = false;
    document.body.classList.add('pane-open');
    inert();
    $('h2', pane()).textContent = $('h2', pane()).title = found.title;
    $('.facts', pane()).textContent = found.facts;
    const text = $('.pane-text', pane());
    text.replaceChildren(footnote.fragment(found.html));
    const mark = $('mark', text);
    for (const button of $$('[data-do=whole-text]', pane())) button.hidden = found.whole;
    $('[data-do=copy-quote]', pane()).hidden = !mark;
    for (const name of ['previous-source', 'next-source']) $(`[data-do=${name}]`, pane()).hidden = marks().length < 2;
    for (const other of $$('.mark.open')) other.classList.remove('open');
    place.from?.classList.add('open');
    for (let fold = place.from?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    text.scrollTop = 0;
    // Not by offsetTop: in a table that counts from the cell
    const below = (one) => one.getBoundingClientRect().top;
    if (mark) text.scrollTop = below(mark) - below(text) - text.clientHeight / 3;
    mark?.scrollIntoView({block: 'nearest', inline: 'nearest'});  // sideways, in a wide table
    $('h2', pane()).focus({preventScroll: true});
    footnote.announce(found.title);
  }

  // Under the sheet the page cannot be reached
  function inert() {
    const under = Boolean(shown) && sheet.matches;
    for (const one of $$('#part-rail .brand, #rail, [id^=panel-]')) one.inert = under;
  }
  sheet.addEventListener('change', inert);

  function close() {
    asked += 1;
    if (!shown) return false;
    const {opener} = shown, active = document.activeElement;
    const inside = active === document.body || pane().contains(active);
    shown = null;
    stepped = false;
    pane().hidden = true;
    inert();
    document.body.classList.remove('pane-open');
    for (const mark of $$('.mark.open')) mark.classList.remove('open');
    if (inside && opener?.isConnected) opener.focus();
    footnote.emit('source-closed');  // the card that the focus has opened is not asked for
    return true;
  }

  // Closes it as a person asks for, and with a sheet the step in the history that it was
  function dismiss() {
    if (!stepped) return close();
    history.back();
    return true;
  }

  // Back closes the sheet and leads nowhere else; meanwhile the conversation may have got its address
  function back(event) {
    if (!stepped) return;
    event.stopImmediatePropagation();
    close();
    const url = new URL(location.href);
    url.searchParams.set('c', footnote.conversation || 'new');
    history.replaceState(null, '', url);
  }

  // The marks of the answer that the open place belongs to, each source place once
  function marks() {
    const turn = shown?.from?.closest?.('.turn');
    if (!turn) return [];
    const seen = new Set();
    return $$('.mark', turn).filter(({dataset: {n}}) => !seen.has(n) && seen.add(n));
  }

  function step(by) {
    const all = marks();
    if (all.length < 2) return;
    const at = all.findIndex((mark) => mark.dataset.n === shown.from.dataset.n);
    footnote.act('cite', all[(at + by + all.length) % all.length]);
  }

  footnote.on('source', (place) => open(place));
  footnote.on('close-source', close);
  footnote.on('escape-pane', (event) => { if (dismiss()) event.preventDefault(); });
  footnote.on('panel', close);
  footnote.on('key', (event) => {
    if (event.key === '[') step(-1);
    if (event.key === ']') step(1);
  });
  footnote.action('close-source', dismiss);
  window.addEventListener('popstate', back);
  footnote.action('previous-source', () => step(-1));
  footnote.action('next-source', () => step(1));
  footnote.action('whole-text', () => open(shown, true));
  footnote.action('copy-quote', (button) => {
    const quote = shown.quote || $('mark', pane()).textContent;  // a row, say, has several marks
    footnote.copy(`“${quote}” (${shown.place || $('h2', pane()).textContent})`, button);
  });
})();
