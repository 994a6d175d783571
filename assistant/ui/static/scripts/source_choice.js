// Which sources are asked: all, or those that are ticked in a dialog. Each part with data-chooser has such a
// choice of its own, and a handler that lists the sources.
(() => {
  const {$, $$} = footnote;
  const TYPING = 250;                    // milliseconds without a key, until the server is asked
  const choosers = Object.create(null);  // name of the part -> its choice
  let generation = -1;                   // of the library that they were last looked up in

  class Chooser {
    constructor(part, handler) {
      [this.part, this.handler, this.chosen] = [part, handler, null];  // chosen: ids, null for all
      this.root = $(`[data-chooser="${part}"]`);
      this.dialog = $('dialog.sources', this.root);
      this.partial = false;  // of very many sources the dialog has those that are chosen, and those it looks for
      $('input[type=search]', this.dialog).addEventListener('input', (event) => this.filter(event.target.value));
      this.dialog.addEventListener('change', (event) => { if (event.target.matches('.choice input')) this.take(); });
      // Left with none ticked, by Escape: the choice is what it was before
      this.dialog.addEventListener('close', () => { if (!this.partial && !$('.choice input:checked', this.dialog)) this.all(this.before); });
    }

    label() {
      const button = $('[data-do=sources]', this.root);
      const {all, one, some} = button.dataset;
      const text = this.chosen ? some.replace('{chosen}', this.chosen.length) : footnote.state.sources === 1 ? one : all;
      button.textContent = text.replace('{count}', footnote.state.label || '');
      button.style.visibility = footnote.state.sources ? '' : 'hidden';
    }

    list(words = '') { return footnote.call(this.part, this.handler, {chosen: this.chosen, words}); }

    async fill(words) {
      const {html, partial} = await this.list(words);
      this.partial = partial;
      $('.choices', this.dialog).replaceChildren(footnote.fragment(html));
    }

    async open() {
      await this.fill('');
      $('input[type=search]', this.dialog).value = '';
      $('[data-do=close-dialog]', this.dialog).disabled = false;
      this.before = this.chosen;
      this.dialog.showModal();
    }

    take() {
      const all = $$('.choice input', this.dialog), ticked = all.filter((input) => input.checked);
      if (this.partial) {
        const shown = new Set(all.map((input) => input.value));
        const chosen = [...(this.chosen || []).filter((id) => !shown.has(id)), ...ticked.map((input) => input.value)];
        this.all(chosen.length ? chosen : null);
        return;
      }
      this.chosen = ticked.length && ticked.length < all.length ? ticked.map((input) => input.value) : null;
      $('[data-do=close-dialog]', this.dialog).disabled = !ticked.length;  // none is no choice
      this.label();
    }

    // Sources that were removed are no longer chosen; where none is left, all are asked again
    async prune() {
      if (!this.chosen) return;
      const {html} = await this.list();
      const there = new Set($$('input', footnote.fragment(html)).map((input) => input.value));
      const left = this.chosen.filter((id) => there.has(id));
      if (left.length === this.chosen.length) return;
      if (!left.length) footnote.toast(this.root.dataset.gone);
      this.all(left.length ? left : null);
    }

    filter(wanted) {
      if (this.partial) {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.fill(wanted), TYPING);
        return;
      }
      for (const choice of $$('.choice', this.dialog)) choice.hidden = !choice.textContent.toLowerCase().includes(wanted.toLowerCase());
    }

    tick(yes) {
      if (this.partial) {  // all, or none, is no choice of some
        for (const input of $$('.choice input', this.dialog)) input.checked = false;
        this.all();
        return;
      }
      for (const choice of $$('.choice', this.dialog)) if (!choice.hidden) $('input', choice).checked = yes;
      this.take();
    }

    all(chosen = null) { this.chosen = chosen; this.label(); }
  }

  footnote.chooser = (part, handler) => { choosers[part] = new Chooser(part, handler); return choosers[part]; };
  footnote.on('state', (state) => {
    for (const one of Object.values(choosers)) {
      if (generation !== state.generation) one.prune();
      one.label();
    }
    generation = state.generation;
  });
  const of = (element) => choosers[element.closest('[data-chooser]').dataset.chooser];
  footnote.action('sources', (button) => of(button).open());
  footnote.action('all-sources', (button) => of(button).tick(true));
  footnote.action('no-sources', (button) => of(button).tick(false));
})();
