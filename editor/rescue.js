// Words that found no place any more, because what stood around them is gone. They stay here until somebody has done something with them.
import { Slice } from 'prosemirror-model';
import { make, nextId, word } from './ui.js';

export class Rescue {
  constructor({ device, schema, view }) {
    Object.assign(this, { device, schema, view });
    this.list = make('ul', { class: 'ed-lost-list' });
    const heading = make('h2', { id: nextId('lost') }, word('lost_title'));
    this.node = make('section', { class: 'ed-lost', 'aria-labelledby': heading.id, hidden: true }, heading, make('p', {}, word('lost_text')), this.list);
  }

  async load() {
    for (const one of await this.device.lost()) this.draw(one);
  }

  async add(words) {
    for (const { text, content } of words) {
      const one = { text, content };
      const drawn = this.draw(one);
      one.key = await this.device.keepLost({ text, content });
      drawn.dataset.kept = 'yes';
    }
  }

  draw(one) {
    const gone = (item) => {
      item.remove();
      this.node.hidden = this.list.childElementCount === 0;
      if (one.key !== undefined) this.device.forgetLost(one.key);
    };
    const button = (label, act) => make('button', { type: 'button', class: 'btn sm', onclick: act }, label);
    const item = make('li', {},
      make('p', { class: 'ed-lost-text' }, one.text),
      make('div', { class: 'acts' },
        button(word('lost_put'), () => { this.put(one); gone(item); this.view().focus(); }),
        button(word('lost_copy'), async ({ target }) => {
          try {
            await navigator.clipboard.writeText(one.text);
            target.textContent = word('lost_copied');
          } catch {
            getSelection().selectAllChildren(item.querySelector('.ed-lost-text'));
          }
        }),
        button(word('lost_drop'), () => gone(item))));
    this.list.append(item);
    this.node.hidden = false;
    return item;
  }

  put({ text, content }) {
    const view = this.view();
    let slice = null;
    try {
      slice = content && Slice.fromJSON(this.schema, content);
    } catch { /* written under another schema: the words alone */ }
    const tr = view.state.tr;
    if (slice) tr.replaceSelection(slice);
    else tr.insertText(text);
    if (!tr.docChanged) tr.insertText(text);
    view.dispatch(tr.scrollIntoView());
  }
}
