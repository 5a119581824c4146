// What a reader would mind about this page, on this screen.
(() => {
  const problems = [];
  const root = document.documentElement;
  if (document.compatMode !== 'CSS1Compat') problems.push('quirks: the document has no doctype');
  if (document.characterSet !== 'UTF-8') problems.push(`charset: ${document.characterSet}`);
  const wide = Math.max(root.scrollWidth, innerWidth); // a phone that shows more than its width has made it smaller
  if (wide > screen.width) problems.push(`overflow: ${wide} of ${screen.width} pixels`);
  if (innerHeight > 500 && root.scrollHeight > innerHeight) problems.push(`below: ${root.scrollHeight} of ${innerHeight} pixels`);
  if (!document.querySelector('main')) problems.push('structure: no main');
  if (document.querySelectorAll('h1').length !== 1) problems.push('structure: not one h1');
  for (const script of document.scripts) problems.push(`script: ${script.outerHTML.slice(0, 60)}`);
  if (document.cookie || localStorage.length) problems.push('storage: something is kept of the visitor');

  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const background = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(e).backgroundColor);
      if (a === 1) return [r, g, b];
      if (a > 0) problems.push('contrast: a background that is seen through cannot be judged');
    }
    return [255, 255, 255];
  };
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const behind = luminance(background(document.body));
  if (dark ? behind > 0.2 : behind < 0.8) problems.push(`scheme: the background of luminance ${behind.toFixed(2)} is not ${dark ? 'dark' : 'light'}`);

  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/, latin = /[A-Za-z]{3}/;
  const languages = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.textContent.trim();
    const element = node.parentElement;
    if (!text || ['STYLE', 'SCRIPT'].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || box.width < 1 || box.height < 1) {
      problems.push(`hidden: ${text}`);
      continue;
    }
    if (box.left < 0 || box.right > innerWidth) problems.push(`cut: ${text}`);
    if (parseFloat(style.fontSize) < 16) problems.push(`small: ${style.fontSize} for ${text}`);
    const [a, b] = [luminance(channels(style.color)), luminance(background(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) problems.push(`contrast: ${contrast.toFixed(2)} for ${text}`);
    const language = (element.closest('[lang]') || root).lang;
    if (japanese.test(text) && language !== 'ja') problems.push(`language: ${language || 'none'} for ${text}`);
    if (latin.test(text) && !japanese.test(text) && language !== 'en') problems.push(`language: ${language || 'none'} for ${text}`);
    languages.add(language);
  }
  for (const language of ['en', 'ja']) if (!languages.has(language)) problems.push(`language: nothing in ${language}`);
  return { problems, title: document.title, text: document.body.innerText, language: root.lang };
})()
