// The evals: what a run would be, how far it is, and the run that is looked at.
'use strict';
{
  const {$, $$} = footnote;
  let root, call, busy = null, opened = '', against = '', looking = 0, reading = 0, timer = 0;

  const form = () => $('form', root);
  const values = () => Object.fromEntries(new FormData(form()));
  const put = (place, html) => place.replaceChildren(footnote.fragment(html));

  async function open() {
    const before = $('#eval-set').value;
    const {sets, runs, last} = await call('evals_open');
    put($('#eval-set'), sets);
    put($('#eval-runs'), runs);
    choose($('#eval-set'), before);
    choose($('#eval-runs'), opened);
    $('[data-kept]', root).hidden = !last;
    plan();
    return last;
  }

  function choose(list, value) {
    if ([...list.options].some((option) => option.value === value)) list.value = value;
  }

  async function plan() {
    const mine = ++looking;
    const {html, ok} = await call('evals_plan', values());
    if (mine !== looking) return;
    put($('[data-plan]', root), html);
    $('[data-testid=eval-run]', root).disabled = busy || !ok;
  }

  function follow() {
    $('[data-folder]', root).hidden = $('#eval-set').selectedIndex !== $('#eval-set').options.length - 1;
    window.clearTimeout(follow.timer);
    follow.timer = window.setTimeout(plan, 300);
  }

  // Asks how far the run is, again and again while there is one; a question without an answer ends nothing
  async function watch() {
    let wait = 5000;
    try {
      await look();
      if (footnote.shown === 'evals') wait = 1000;
    } finally {
      window.clearTimeout(timer);
      if (busy) timer = window.setTimeout(() => watch().catch(() => {}), wait);
    }
  }

  async function look() {
    const state = await call('evals_progress');
    const place = $('[data-progress]', root);
    footnote.morph(place, Object.assign(place.cloneNode(false), {innerHTML: state.html}));
    place.hidden = !state.html;
    $('[data-testid=eval-stop]', root).hidden = !state.stoppable;
    $('[data-testid=eval-run]', root).hidden = state.busy;
    const ended = busy && !state.busy;
    busy = state.busy;
    if (ended) {
      footnote.announce(state.said);
      await open();
      if (state.run) await report(state.run);
    }
  }

  async function report(run, other = '') {
    const mine = ++reading;
    const {html} = await call('evals_report', {run, against: other});
    if (mine !== reading) return;  // another one was chosen meanwhile
    put($('[data-report]', root), html);
    footnote.curve.show(root);
    [opened, against] = [run, other];
    $('#eval-runs').value = run;
  }

  async function start() {
    $('[data-testid=eval-run]', root).disabled = true;
    try {
      const {note} = await call('evals_start', values());
      if (note) footnote.toast(note, true);
      busy = true;
      await watch();
      $('[data-testid=eval-stop]', root).focus();
    } finally { $('[data-testid=eval-run]', root).disabled = false; }
  }

  async function unfold(row) {
    const place = $('[data-trace]', row);
    if (!row.open || place.childElementCount) return;
    put(place, (await call('evals_case', {run: opened, against, id: row.dataset.id})).html);
  }

  footnote.action('eval-stop', async () => { await call('evals_stop'); await watch(); });
  footnote.action('eval-filter', (chosen) => {
    const kind = chosen.dataset.kind;
    for (const chip of $$('[data-do=eval-filter]', root)) chip.setAttribute('aria-pressed', String(chip.dataset.kind === kind));
    for (const row of $$('[data-testid=eval-case]', root)) {
      row.hidden = Boolean(kind) && !row.dataset.kinds.split(' ').includes(kind);
    }
  });

  footnote.panel('evals', {
    mount(element, server) {
      [root, call] = [element, server];
      footnote.curve.mount(root);
      root.addEventListener('submit', (event) => { event.preventDefault(); start(); });
      root.addEventListener('input', (event) => { if (event.target.form) follow(); });
      root.addEventListener('toggle', (event) => { if (event.target.dataset.id) unfold(event.target); }, true);
      $('#eval-runs').addEventListener('change', (event) => report(event.target.value));
      root.addEventListener('change', async (event) => {
        if (event.target.id !== 'eval-against') return;
        try {
          await report(opened, event.target.value);
        } catch {  // why was said
          event.target.value = against;
        }
        $('#eval-against').focus();  // it was put there anew
      });
      footnote.on('settings', () => { if (busy !== null) plan(); });
    },
    async show() {
      const last = await open();
      await watch();
      if (last && !opened) await report(last);
    },
  });
}
