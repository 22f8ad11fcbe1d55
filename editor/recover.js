// What tabs that are gone have left on the device.
import { Node } from 'prosemirror-model';
import { hold, whileHeld } from './device.js';
import { schema } from './dom.js';
import { difference, readSteps, rebase, textOf } from './rebase.js';
import { ask } from './server.js';

const patience = 1500; // ms that a page which is loaded anew waits for itself to be gone

// Every text in JSON that cannot be read as a document any more.
function wordsIn(json) {
  if (typeof json !== 'object' || json === null) return '';
  if (typeof json.text === 'string') return json.text;
  return Object.values(json).map(wordsIn).filter(Boolean).join(' ');
}

// {version, doc, steps, lost}: the document as the server had it, the steps on it, and the words of what can no longer be read.
function revive(kept) {
  const lost = [];
  const steps = [];
  try {
    const doc = Node.fromJSON(schema, kept.doc);
    let now = doc;
    for (const step of readSteps(schema, kept.steps)) {
      const { doc: next } = step.apply(now);
      if (next) { steps.push(step); now = next; }
      else if (step.slice?.size) lost.push({ text: step.slice.content.textBetween(0, step.slice.content.size, '\n'), content: step.slice.toJSON() });
    }
    return { version: kept.version, doc, steps, lost };
  } catch {
    // Written under another schema.
    return { steps: [], lost: [{ text: wordsIn(kept.steps), content: null }].filter(({ text }) => text !== '') };
  }
}

// The client whose work this tab goes on with: its own from before it was loaded anew, or the last of those that are gone. null if nothing is unsent.
export async function inherit(device) {
  const own = sessionStorage.getItem(device.place);
  const all = (await device.leftovers()).filter((one) => one.steps.length > 0).sort((a, b) => Number(b.client === own) - Number(a.client === own));
  for (const one of all) {
    const revived = revive(one);
    if (revived.doc && await hold(one.client, one.client === own ? patience : 0)) return { ...one, revived };
  }
  return null;
}

// Sends the steps of one that is gone as the client they were made by, so that none arrives twice. Answers whether the device can forget them.
async function finish(base, kept, lost) {
  const revived = revive(kept);
  lost.push(...revived.lost);
  if (!revived.doc) return true;
  let { version, doc, steps } = revived;
  for (let tries = 0; steps.length > 0 && tries < 20; tries++) {
    const { status, json } = await ask(`${base}/steps`, { json: { version, client: kept.client, steps: steps.map((step) => step.toJSON()) } });
    if (status === 200) return true;
    if (status === 400 || status === 413 || status === 422) {
      const after = steps.reduce((now, step) => step.apply(now).doc ?? now, doc);
      const [step] = difference(doc, after);
      if (step) lost.push({ text: textOf(after, step.from, step.from + step.slice.size), content: step.slice.toJSON() });
      return true;
    }
    if (status !== 409 || !Array.isArray(json.steps) || json.version < version) return false;
    const came = readSteps(schema, json.steps);
    let ours = 0;
    while (ours < came.length && json.clients[ours] === kept.client) ours++;
    for (const step of steps.slice(0, ours)) doc = step.apply(doc).doc;
    const over = came.slice(ours);
    const moved = rebase(doc, steps.slice(ours), over);
    lost.push(...moved.lost);
    for (const step of over) doc = step.apply(doc).doc;
    steps = moved.steps;
    version = json.version;
  }
  return steps.length === 0;
}

// All that is left by others than `client` and held by nobody.
export async function bringHome({ base, device, client, rescue }) {
  for (const kept of await device.leftovers()) {
    if (kept.client === client) continue;
    await whileHeld(kept.client, async () => {
      const lost = [];
      if (!await finish(base, kept, lost)) return;
      await rescue.add(lost.filter(({ text }) => text.trim() !== ''));
      await device.forget(kept.client);
    });
  }
}
