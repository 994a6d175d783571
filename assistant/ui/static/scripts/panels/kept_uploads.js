// Files on their way to the server, kept in the browser so that a reload in the middle loses none.
footnote.kept = (() => {
  const STORE = 'uploads', SESSION = 'footnote-session';
  const LARGEST = 50e6;   // bytes; a larger file is not worth a second copy
  const STALE = 3600e3;   // milliseconds after which nobody comes back for a file
  const session = sessionStorage.getItem(SESSION) || footnote.newId();
  sessionStorage.setItem(SESSION, session);

  const database = new Promise((done, failed) => {
    const request = indexedDB.open('footnote', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, {keyPath: 'id'});
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  database.catch(() => {});  // a browser may keep nothing: then a reload ends the uploads, and their lines say so

  async function within(mode, work) {
    const transaction = (await database).transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
    return request?.result;
  }

  // Keeps what is not too large; those kept are marked so
  async function keep(uploads) {
    const small = uploads.filter(({file}) => file.size <= LARGEST);
    try {
      await within('readwrite', (store) => {
        for (const {id, name, file} of small) store.put({id, name, file, session, since: Date.now()});
      });
      for (const one of small) one.kept = true;
    } catch { /* as above */ }
  }

  async function forget(id) {
    try {
      await within('readwrite', (store) => store.delete(id));
    } catch { /* as above */ }
  }

  // What this tab had kept before it was loaded anew; what other tabs have left behind goes
  async function mine() {
    try {
      const all = await within('readonly', (store) => store.getAll());
      for (const one of all) if (one.session !== session && Date.now() - one.since > STALE) forget(one.id);
      return all.filter((one) => one.session === session).sort((a, b) => a.since - b.since);
    } catch {
      return [];
    }
  }

  return {keep, forget, mine};
})();
