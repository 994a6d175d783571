// The source pane: opens at a quote, walks through the sources of an answer, closes where it was opened.
(() => {
  const {$, $$} = footnote;
  let shown = null;   // the place that is open: {source, version, start, end, quote, place, from}
  const pane = () => $('#source-pane');
  const narrow = window.matchMedia('(max-width: 900px)');

  async function open(place, whole = false) {
    const opener = shown ? shown.opener : place.from || document.activeElement;
    const {from, ...asked} = place;
    const found = await footnote.call('pane', 'pane_read', {...asked, whole});
    shown = {...place, opener};
    pane().hidden = false;
    document.body.classList.add('pane-open');
    if (narrow.matches) inert(true);
    $('h2', pane()).textContent = found.title;
    $('.facts', pane()).textContent = found.facts;
    const text = $('.pane-text', pane());
    text.replaceChildren(footnote.fragment(found.html));
    const mark = $('mark', text);
    for (const button of $$('[data-do=whole-text]', pane())) button.hidden = found.whole;
    $('[data-do=copy-quote]', pane()).hidden = !mark;
    for (const name of ['previous-source', 'next-source']) $(`[data-do=${name}]`, pane()).hidden = marks().length < 2;
    for (const other of $$('.mark.open')) other.classList.remove('open');
    place.from?.classList.add('open');
    text.scrollTop = 0;
    if (mark) text.scrollTop = mark.offsetTop - text.offsetTop - text.clientHeight / 3;
    $('h2', pane()).focus({preventScroll: true});
    footnote.announce(found.title);
  }

  function inert(yes) {
    for (const one of $$('#part-rail .brand, #rail, [id^=panel-]')) one.inert = yes;
  }

  function close() {
    if (!shown) return false;
    const {opener} = shown;
    shown = null;
    pane().hidden = true;
    inert(false);
    document.body.classList.remove('pane-open');
    for (const mark of $$('.mark.open')) mark.classList.remove('open');
    if (opener?.isConnected) opener.focus();
    return true;
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
  footnote.on('escape', close);
  footnote.on('panel', close);
  footnote.on('key', (event) => {
    if (event.key === '[') step(-1);
    if (event.key === ']') step(1);
  });
  footnote.action('close-source', close);
  footnote.action('previous-source', () => step(-1));
  footnote.action('next-source', () => step(1));
  footnote.action('whole-text', () => open(shown, true));
  footnote.action('copy-quote', (button) => {
    const quote = $('mark', pane()).textContent;
    footnote.copy(`“${quote}” (${shown.place || $('h2', pane()).textContent})`, button);
  });
})();
