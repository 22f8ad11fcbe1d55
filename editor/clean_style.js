// What inline styles say. clean.js has given them another name.
export function styleOf(element) {
  const all = {};
  for (const part of (element.getAttribute?.('data-style') ?? '').split(';')) {
    const colon = part.indexOf(':');
    if (colon > 0) all[part.slice(0, colon).trim().toLowerCase()] = part.slice(colon + 1).trim().toLowerCase();
  }
  return all;
}

// Bold, italic and strike as they hold inside `element`, given how they hold around it.
export function marksOf(element, around) {
  const style = styleOf(element);
  const tag = element.localName;
  const now = { ...around };
  if (tag === 'b' || tag === 'strong') now.strong = true;
  if (tag === 'i' || tag === 'em' || tag === 'cite' || tag === 'dfn') now.em = true;
  if (tag === 's' || tag === 'strike' || tag === 'del') now.strike = true;
  if (tag === 'code' || tag === 'kbd' || tag === 'samp' || tag === 'tt') now.code = true;
  const weight = style['font-weight'];
  if (weight) now.strong = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
  const slant = style['font-style'];
  if (slant) now.em = slant === 'italic' || slant === 'oblique';
  const line = style['text-decoration-line'] ?? style['text-decoration'];
  if (line?.includes('line-through')) now.strike = true;
  return now;
}

const gone = ['style', 'script', 'meta', 'link', 'title', 'head', 'xml', 'template', 'noscript', 'iframe', 'object', 'embed', 'svg', 'math', 'button', 'input',
  'select', 'textarea', 'video', 'audio', 'canvas', 'col', 'colgroup', 'rp', 'o:smarttagtype', 'w:sdtpr'];

const noise = new RegExp('\\b(?:MsoCommentReference|MsoCommentText|msocomanchor|msocomtxt|msocomoff|msoDel|EOP|CommentStart|Apple-interchange-newline'
  + '|footnote-back)\\b|TrackChange\\w*Dele');

// What nobody meant to paste: hidden text, what a tracked change took out, comments and their marks.
export function isGone(element) {
  if (gone.includes(element.localName)) return true;
  const style = styleOf(element);
  if (style.display === 'none' || style['mso-hide'] === 'all' || style.visibility === 'hidden' || style['mso-list'] === 'ignore') return true;
  if (/comment-list|comment$/.test(style['mso-element'] ?? '') || style['mso-special-character'] === 'comment') return true;
  const name = element.getAttribute('class') ?? '';
  if (noise.test(name)) return true;
  if (element.localName === 'del') return element.hasAttribute('cite') || element.hasAttribute('datetime');
  return element.localName === 'a' && /^msocom/.test(element.getAttribute('name') ?? element.id ?? '');
}

// 0 if it is none.
export function headingLevel(element) {
  const tag = /^h([1-6])$/.exec(element.localName);
  if (tag) return Number(tag[1]);
  if (element.getAttribute('role') === 'heading') return Math.min(6, Math.max(1, Number(element.getAttribute('aria-level')) || 2));
  if (element.localName !== 'p') return 0;
  if (/\bMsoTitle\b/.test(element.className)) return 1;
  const outline = Number(styleOf(element)['mso-outline-level']);
  return outline >= 1 && outline <= 6 && !/mso-list:/.test(element.getAttribute('data-style')) ? outline : 0;
}

// Where a link really leads: not through the page that counts who follows it.
export function realAddress(href) {
  let url;
  try {
    url = new URL(href, location.href);
  } catch {
    return '';
  }
  const inner = (/(?:^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url' && (url.searchParams.get('q') ?? url.searchParams.get('url')))
    || (url.hostname.endsWith('.safelinks.protection.outlook.com') && url.searchParams.get('url'));
  if (inner) return realAddress(inner);
  if (url.protocol === 'mailto:') return url.href;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return '';
  if (href.startsWith('#')) return '';
  // Inside the site the reader's language is put in front.
  if (url.origin === location.origin) return (url.pathname.replace(/^\/ja(?=\/|$)/, '') || '/') + url.search + url.hash;
  return url.href;
}
