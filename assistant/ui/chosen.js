// Which sources are asked: all, or those that are ticked in the dialog under the box.
(() => {
  const {$, $$} = footnote;
  let chosen = null;    // their ids, null for all
  let generation = -1;  // of the library that they were last looked up in

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

  footnote.chosen = () => chosen;
  footnote.on('new-chat', () => { chosen = null; label(); });
  footnote.on('state', (state) => {
    if (generation !== state.generation) { generation = state.generation; pruneSources(); }
    label();
  });
  document.addEventListener('change', (event) => { if (event.target.matches('.choice input')) chosenSources(); });
  document.addEventListener('input', (event) => { if (event.target.matches('#sources input[type=search]')) filterSources(event); });
  footnote.action('sources', chooseSources);
  footnote.action('all-sources', () => tickAll(true));
  footnote.action('no-sources', () => tickAll(false));
})();
