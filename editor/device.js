// What is written is kept on the device before it is sent: the document as the server last had it, the steps since then that it has not answered,
// title and summary, and words that found no place. Each tab is a client of its own; which of them are still open is known by locks.
const name = 'altto-editor';
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const finished = (act) => new Promise((resolve, reject) => {
  act.oncomplete = () => resolve();
  act.onabort = act.onerror = () => reject(act.error);
});

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('texts', { keyPath: 'id' });
      request.result.createObjectStore('steps', { keyPath: ['id', 'n'] });
      request.result.createObjectStore('headings', { keyPath: 'place' });
      request.result.createObjectStore('lost', { keyPath: 'key', autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Device {
  // `place` is one text as one person writes it, in whichever language the page around it is: another person on the same device gets none of it.
  static async open(base, me) {
    const device = new Device();
    device.place = `${me} ${base.replace(/^\/ja(?=\/)/, '')}`;
    device.queue = Promise.resolve();
    device.able = true;
    try {
      device.db = await open();
    } catch {
      device.able = false;
    }
    return device;
  }

  // One after the other, so that what is kept later is never overtaken. Answers when it stands on the device.
  act(stores, mode, work) {
    const next = this.queue.then(async () => {
      if (!this.db) return undefined;
      const act = this.db.transaction(stores, mode);
      const end = finished(act);
      const result = await work((store) => act.objectStore(store));
      await end;
      return result;
    });
    this.queue = next.catch(() => { this.able = false; });
    return this.queue.then(() => next).catch(() => undefined);
  }

  settled() { return this.queue; }
  id(client) { return `${this.place} ${client}`; }
  range(client) { return IDBKeyRange.bound([this.id(client)], [this.id(client), []]); }

  // `kept.base`: {version, doc} if the confirmed document is another than at the last call. `kept.all`: every unanswered step; else `kept.more`
  // follow behind the first `kept.from`.
  keep(client, kept) {
    return this.act(['texts', 'steps'], 'readwrite', (store) => {
      const id = this.id(client);
      if (kept.base) store('texts').put({ id, place: this.place, client, at: Date.now(), ...kept.base });
      if (kept.all) store('steps').delete(this.range(client));
      (kept.all ?? kept.more ?? []).forEach((step, index) => store('steps').put({ id, n: (kept.all ? 0 : kept.from) + index, step }));
    });
  }

  forget(client) {
    return this.act(['texts', 'steps'], 'readwrite', (store) => {
      store('texts').delete(this.id(client));
      store('steps').delete(this.range(client));
    });
  }

  // What clients of this place left behind, newest first: [{client, version, doc, steps}].
  async leftovers() {
    return (await this.act(['texts', 'steps'], 'readonly', async (store) => {
      const texts = (await done(store('texts').getAll())).filter((one) => one.place === this.place);
      for (const one of texts) one.steps = (await done(store('steps').getAll(this.range(one.client)))).map(({ step }) => step);
      return texts.sort((a, b) => b.at - a.at);
    })) ?? [];
  }

  keepHeading(heading) {
    return this.act(['headings'], 'readwrite', (store) => { if (heading) store('headings').put({ place: this.place, ...heading }); else store('headings').delete(this.place); });
  }
  heading() { return this.act(['headings'], 'readonly', (store) => done(store('headings').get(this.place))); }

  // Words that found no place: {text, content} with content as JSON of a slice.
  keepLost(lost) { return this.act(['lost'], 'readwrite', (store) => done(store('lost').add({ place: this.place, at: Date.now(), ...lost }))); }
  forgetLost(key) { return this.act(['lost'], 'readwrite', (store) => { store('lost').delete(key); }); }
  async lost() { return ((await this.act(['lost'], 'readonly', (store) => done(store('lost').getAll()))) ?? []).filter((one) => one.place === this.place); }
}

// Holds `client` until the page is gone. False if another tab holds it: a tab that was doubled has the same session storage. A page that is loaded
// anew may have to wait for itself, `patience` ms at most.
export const hold = (client, patience = 0) => new Promise((resolve) => {
  if (!navigator.locks) { resolve(true); return; }
  const how = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  navigator.locks.request(`${name} ${client}`, how, (lock) => {
    resolve(lock !== null);
    return lock ? new Promise(() => {}) : undefined;
  }).catch(() => resolve(false));
});

// Does `work` while nobody else holds `client`.
export const whileHeld = (client, work) => (navigator.locks
  ? navigator.locks.request(`${name} ${client}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined))
  : Promise.resolve());

export const newClient = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
