// The way to the server: the parts of the page with their calls, and what the server is doing. The page starts when
// all its parts are there.
(() => {
  const {$, words, status, toast, emit} = footnote;
  const parts = Object.create(null);  // name -> {root, call, trigger, upload, props, watch}
  let started = false;
  let missed = 0;  // times in a row that the server did not say what it is doing
  footnote.state = {};

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

  function start() {
    const expected = ($('[data-parts]')?.dataset.parts || '?').split(' ');
    if (started || !expected.every((name) => parts[name])) return;
    started = true;
    emit('start');
  }

  // Asked often while something loads or is added, else rarely
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
    const before = footnote.state;
    footnote.state = now;
    // Another start of the server: this page speaks to what is gone. Draft and conversation come back.
    if (before.epoch && before.epoch !== now.epoch) { location.reload(); return; }
    if (JSON.stringify(before) !== JSON.stringify(now)) emit('state', now);
  }

  footnote.on('start', poll);

  Object.assign(footnote, {
    mount, call: (part, ...rest) => parts[part].call(...rest), part: (name) => parts[name], refresh: poll,
  });
})();
