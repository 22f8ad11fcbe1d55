// What the attributes of the schema may hold; the server asks the same (kit/doc/schema.cpp) and refuses the rest.
export const isReading = (text) => typeof text === 'string' && text.length > 0 && new TextEncoder().encode(text).length <= 200
  && text.trim() === text && /^(?:[A-Za-z0-9 .,\-'/()]|[^\x00-\x7f\ue000])+$/.test(text);
export const isLocator = (text) => text.length <= 66 && text.trim() === text && /^(?:[A-Za-z0-9 .,\-:;/()']|[^\x00-\x7f\ue000])*$/.test(text);

// The address of a link: the web, mail, a page of this site or a heading of this text. Nothing that a browser would run.
export const isLinkAddress = (text) => /^(?:https?:\/\/[^\s]+|mailto:[^\s@]+@[^\s@]+|\/(?![/\\])[^\s]*|#[^\s]+)$/i.test(text ?? '');
// Pictures come from this site alone.
export const isImageAddress = (text) => /^\/(?![/\\])[^\s]+$/.test(text ?? '');

// What somebody typed or pasted as an address, as it can stand in a link; '' if it can't.
export function linkAddress(text) {
  const typed = text.trim();
  if (isLinkAddress(typed)) return typed;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(typed)) return `mailto:${typed}`;
  if (/^[^\s/:@]+\.[^\s/:@.]{2,}(?:\/[^\s]*)?$/.test(typed)) return ['https:', '', typed].join('/');
  return '';
}

export const hasKanji = (text) => /[\p{Script=Han}々〆ヶ]/u.test(text);
